#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "projections/evidence/child_tables.h"
#include "projections/evidence/pages.h"

namespace tyst::evidence {
namespace {

Table named_table(
    const Words& words, std::string_view name, std::initializer_list<std::string_view> columns
) {
    Table made;
    made.id = fmt::format("table-{}", name);
    made.caption = words.text(fmt::format("table.{}", name));
    for (const std::string_view column : columns)
        made.columns.push_back({std::string(column), words.text(fmt::format("column.{}", column))});
    made.if_empty = words.text("table.none");
    return made;
}

Cell names_of(const PackFacts& facts, const std::vector<unsigned>& numbers) {
    std::string text;
    for (const unsigned number : numbers)
        text += (text.empty() ? "" : "; ") + facts.children[number - 1]->reference;
    return text;
}

// A person reads the day alone.
std::string moment(Timestamp instant, const Words& words) {
    return words.for_person() ? words.date(london_date(instant)) : words.time(instant);
}

Cell official_words(std::string text) {
    Cell cell;
    if (!text.empty()) {
        cell.lines.push_back(
            {Line::Style::plain, {{Piece::Kind::official, std::move(text), {}, {}}}}
        );
    }
    return cell;
}

Cell free_words(std::string text) {
    Cell cell;
    if (!text.empty()) {
        cell.lines.push_back(
            {Line::Style::plain, {{Piece::Kind::free_text, std::move(text), {}, {}}}}
        );
    }
    return cell;
}

std::string reason_text(const Reason& reason, const PackFacts& facts, const Words& words) {
    const Date on = reason.day.value_or(facts.question.as_at);
    return words.say(
        reason.key,
        {{"day", reason.day ? words.date(*reason.day) : words.text("word.not_known")},
         {"code", words.code(reason.set, reason.code, on)},
         {"rule", reason.rule},
         {"days", std::to_string(reason.days)}}
    );
}

const ChildRecord* record_of(const PackFacts& facts, const StreamId& person) {
    const auto found = std::ranges::find_if(facts.children, [&](const auto& child) {
        return std::ranges::binary_search(child->streams, person);
    });
    return found == facts.children.end() ? nullptr : found->get();
}

// When, how and to whom a pack was given, as often as that was recorded.
Cell handed_over(const EarlierPack& pack, const Words& words) {
    Cell cell;
    for (const StoredEvent& stored : pack.handed_over) {
        const auto& handed = std::get<EvidencePackHandedOver>(stored.event.body);
        const Date day = stored.event.occurred.date;
        Line line;
        line.pieces = {
            {Piece::Kind::plain, words.date(day) + ", ", {}, {}},
            {Piece::Kind::official, words.code("handover-way", handed.how, day), {}, {}},
            {Piece::Kind::plain, ": ", {}, {}},
            {Piece::Kind::name, handed.received_by, {}, {}}
        };
        cell.lines.push_back(std::move(line));
    }
    if (cell.lines.empty()) cell.lines.emplace_back(words.text("packs.not_handed_over"));
    return cell;
}

// The number of an entry, and the way to where it is told.
Cell entry_cell(const PackFacts& facts, const DisclosedEvent& event, const Words& words) {
    if (event.child == 0) return Cell::of_number(event.stored->index.value);
    const std::string number = std::to_string(event.stored->index.value);
    Cell cell;
    cell.number = true;
    cell.lines.push_back(
        {Line::Style::plain,
         {{Piece::Kind::link,
           number,
           {},
           fmt::format(
               "{}/chronology.{}.html#e{}",
               facts.children[event.child - 1]->folder,
               words.language(),
               number
           )}}}
    );
    return cell;
}

void add_events(
    const std::vector<StoredEvent>& events, unsigned child, std::vector<DisclosedEvent>& all
) {
    for (const StoredEvent& stored : events)
        all.push_back({&stored, child});
}

}  // namespace

Table children_table(const PackFacts& facts, const Words& words) {
    Table made = named_table(
        words,
        "children",
        {"number",
         "reference",
         "age",
         "status",
         "placement",
         "looked_after",
         "iro",
         "alerts",
         "events"}
    );
    for (const auto& child : facts.children) {
        const EventTeller teller(facts, *child, words);
        const ChildTables tables(facts, *child, teller, words, "");
        const Facts summary = tables.summary();
        const auto cell = [&](std::string_view key) {
            const std::string& title = words.text(fmt::format("summary.{}", key));
            const auto found = std::ranges::find(summary.facts, title, &Fact::name);
            return Cell(found->lines);
        };
        Cell reference;
        reference.lines.push_back(
            {Line::Style::plain,
             {{Piece::Kind::link,
               child->reference,
               {},
               fmt::format("{}/chronology.{}.html", child->folder, words.language())}}}
        );
        made.rows.push_back(
            {Cell::of_number(child->number),
             std::move(reference),
             cell("age"),
             cell("status"),
             cell("placement"),
             cell("looked_after"),
             cell("iro"),
             Cell::of_number(child->obligations.open_alerts()),
             Cell::of_number(child->events_in_order().size())}
        );
    }
    return made;
}

Table counted_table(const PackFacts& facts, const Words& words, bool counted) {
    Table made = named_table(
        words,
        counted ? "counted" : "not_counted",
        {"number", "reference", "times", "reason", "entries"}
    );
    const auto& children = counted ? facts.cohort->counted : facts.cohort->not_counted;
    for (const Considered& child : children) {
        const ChildRecord* record = record_of(facts, child.person);
        Cell entries;
        for (const LogIndex index : child.events) {
            const std::string text = std::to_string(index.value);
            Piece piece{Piece::Kind::plain, text, {}, {}};
            if (record != nullptr) {
                piece.kind = Piece::Kind::link;
                piece.target = fmt::format(
                    "{}/chronology.{}.html#e{}", record->folder, words.language(), text
                );
            }
            entries.lines.push_back({Line::Style::reference, {std::move(piece)}});
        }
        // A reason may rest on an event that is withheld: then only that is told.
        const bool withheld = std::ranges::any_of(child.events, [&](LogIndex index) {
            return facts.withholding.whole(index);
        });
        made.rows.push_back(
            {Cell::of_number(made.rows.size() + 1),
             child.reference,
             Cell::of_number(child.times),
             withheld ? words.text("withheld.row") : reason_text(child.reason, facts, words),
             std::move(entries)}
        );
    }
    return made;
}

Table looks_table(const PackFacts& facts, const Words& words) {
    const bool person = facts.for_person();
    Table made =
        person ? named_table(words, "looks", {"when", "name", "role", "basis", "what", "entry"})
               : named_table(
                     words, "looks", {"when", "name", "role", "basis", "what", "children", "entry"}
                 );
    for (const Look& look : facts.looks) {
        const auto& access = std::get<AccessRecorded>(look.event.event.body);
        const auto actor = facts.actors.find(look.actor);
        const bool known = actor != facts.actors.end();
        Cell who;
        who.lines.push_back(
            {Line::Style::plain,
             {{Piece::Kind::name,
               known ? actor->second.name : words.text("word.recorder_not_named"),
               {},
               {}}}}
        );
        std::vector<Cell> row = {
            moment(look.event.recorded, words),
            std::move(who),
            known ? words.code("actor-kind", actor->second.kind, facts.question.as_at) : "",
            official_words(
                words.code("access-basis", access.basis, london_date(look.event.recorded))
            ),
            free_words(access.what)
        };
        if (!person) row.push_back(names_of(facts, look.children));
        row.push_back(Cell::of_number(look.event.index.value));
        made.rows.push_back(std::move(row));
    }
    return made;
}

Table packs_table(const PackFacts& facts, const Words& words) {
    const bool person = facts.for_person();
    Table made =
        person
            ? named_table(
                  words, "packs", {"when", "kind", "purpose", "recipient", "handed_over", "entry"}
              )
            : named_table(
                  words,
                  "packs",
                  {"when", "kind", "purpose", "recipient", "handed_over", "children", "entry"}
              );
    for (const EarlierPack& pack : facts.packs) {
        const auto& created = std::get<EvidencePackCreated>(pack.event.event.body);
        std::vector<Cell> row = {
            moment(pack.event.recorded, words),
            official_words(words.code("pack-kind", created.kind, london_date(pack.event.recorded))),
            free_words(created.purpose),
            free_words(created.recipient),
            handed_over(pack, words)
        };
        if (!person) row.push_back(names_of(facts, pack.children));
        row.push_back(Cell::of_number(pack.event.index.value));
        made.rows.push_back(std::move(row));
    }
    return made;
}

Withholding::TextOf reasons_in(const Words& words) {
    return [&words](std::string_view reason) {
        return words.text(fmt::format("withheld.{}", reason));
    };
}

Table withheld_table(const PackFacts& facts, const Words& words) {
    Table made = facts.for_person()
                     ? named_table(words, "withheld", {"entry", "ground", "explanation"})
                     : named_table(words, "withheld", {"entry", "part", "ground", "explanation"});
    for (const DisclosedEvent& event : all_events(facts)) {
        LogIndex told{std::numeric_limits<std::uint64_t>::max()};
        for (const WithheldPart& part :
             facts.withholding.parts_of(*event.stored, reasons_in(words))) {
            // A person is told of an entry once, whatever parts it has.
            if (facts.for_person() && std::exchange(told, part.index) == part.index) continue;
            std::vector<Cell> row = {entry_cell(facts, event, words)};
            if (!facts.for_person()) row.push_back(Cell::of_number(part.part));
            row.push_back(
                official_words(words.code("withholding-ground", part.ground, facts.question.as_at))
            );
            row.push_back(free_words(part.explanation));
            made.rows.push_back(std::move(row));
        }
    }
    return made;
}

namespace {

std::vector<std::string> sources_of(const PackFacts& facts) {
    std::set<std::string, std::less<>> sources;
    for (const auto& child : facts.children) {
        for (const KnownAs& known : child->person.history.references)
            sources.emplace(known.source);
    }
    return {sources.begin(), sources.end()};
}

bool is_supplied(const PackFacts& facts, std::string_view source, std::string_view fact) {
    return std::ranges::any_of(
        facts.authority.coverage.all(),
        [&](const Coverage::Declared& declared) {
            return declared.source == source && declared.fact == fact;
        }
    );
}

}  // namespace

Table coverage_table(const PackFacts& facts, const Words& words, CoverageRows rows) {
    Table made = named_table(words, "coverage", {"source", "fact", "from", "to", "entry"});
    const Date day = facts.question.as_at;
    for (const std::string& source : sources_of(facts)) {
        for (const CodeEntry& fact : facts.reference->codes().codes("fact-kind")) {
            for (const Coverage::Declared& declared : facts.authority.coverage.all()) {
                if (declared.source != source || declared.fact != fact.id) continue;
                made.rows.push_back(
                    {source,
                     official_words(words.code("fact-kind", fact.id, day)),
                     words.date(declared.from),
                     declared.to ? Cell(words.date(*declared.to))
                                 : Cell(words.text("coverage.open")),
                     Cell::of_number(declared.index.value)}
                );
            }
            if (rows == CoverageRows::supplied || is_supplied(facts, source, fact.id)) continue;
            made.rows.push_back(
                {source,
                 official_words(words.code("fact-kind", fact.id, day)),
                 words.text("coverage.not_supplied"),
                 Cell(),
                 Cell()}
            );
        }
    }
    return made;
}

Listing not_supplied(const PackFacts& facts, const Words& words) {
    Listing listing;
    for (const std::string& source : sources_of(facts)) {
        Line line(words.say("coverage.not_supplied_by", {{"source", source}}) + " ");
        std::string kinds;
        for (const CodeEntry& fact : facts.reference->codes().codes("fact-kind")) {
            if (is_supplied(facts, source, fact.id)) continue;
            kinds += (kinds.empty() ? "" : "; ") +
                     words.code("fact-kind", fact.id, facts.question.as_at);
        }
        if (kinds.empty()) continue;
        line.pieces.push_back({Piece::Kind::official, std::move(kinds), {}, {}});
        listing.items.push_back(std::move(line));
    }
    return listing;
}

Table sampling_table(const PackFacts& facts, const Words& words) {
    Table made = named_table(
        words,
        "sampling",
        {"number", "child_number", "reference", "entry", "event", "happened", "recorded"}
    );
    std::uint64_t number = 0;
    for (const DisclosedEvent& event : disclosed_events(facts)) {
        if (event.child == 0) continue;
        made.rows.push_back(
            {Cell::of_number(++number),
             Cell::of_number(event.child),
             facts.children[event.child - 1]->reference,
             Cell::of_number(event.stored->index.value),
             title_of(event.stored->event, words),
             to_text(event.stored->event.occurred.date),
             to_text(event.stored->recorded)}
        );
    }
    return made;
}

std::vector<DisclosedEvent> all_events(const PackFacts& facts) {
    std::vector<DisclosedEvent> all;
    for (const auto& child : facts.children) {
        add_events(*child->person.events, child->number, all);
        for (const ApartRecord& record : child->apart)
            add_events(record.events, child->number, all);
    }
    for (const Look& look : facts.looks)
        all.push_back({&look.event, 0});
    for (const EarlierPack& pack : facts.packs) {
        all.push_back({&pack.event, 0});
        add_events(pack.handed_over, 0, all);
    }
    add_events(facts.considered_events, 0, all);
    std::ranges::sort(all, {}, [](const DisclosedEvent& event) { return event.stored->index; });
    return all;
}

std::vector<DisclosedEvent> disclosed_events(const PackFacts& facts) {
    std::vector<DisclosedEvent> events = all_events(facts);
    std::erase_if(events, [&](const DisclosedEvent& event) {
        return facts.withholding.part_0(event.stored->index);
    });
    return events;
}

}  // namespace tyst::evidence
