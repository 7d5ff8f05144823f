#include <algorithm>
#include <set>

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
        {"number", "reference", "age", "status", "placement", "from", "iro", "alerts", "events"}
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
            entries.lines.push_back({Line::Style::plain, {std::move(piece)}});
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
    Table made =
        named_table(words, "looks", {"when", "name", "role", "basis", "what", "children", "entry"});
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
        made.rows.push_back(
            {words.time(look.event.recorded),
             std::move(who),
             known ? words.code("actor-kind", actor->second.kind, facts.question.as_at) : "",
             official_words(
                 words.code("access-basis", access.basis, london_date(look.event.recorded))
             ),
             free_words(access.what),
             names_of(facts, look.children),
             Cell::of_number(look.event.index.value)}
        );
    }
    return made;
}

Table packs_table(const PackFacts& facts, const Words& words) {
    Table made =
        named_table(words, "packs", {"when", "kind", "purpose", "recipient", "children", "entry"});
    for (const EarlierPack& pack : facts.packs) {
        const auto& created = std::get<EvidencePackCreated>(pack.event.event.body);
        made.rows.push_back(
            {words.time(pack.event.recorded),
             official_words(words.code("pack-kind", created.kind, london_date(pack.event.recorded))
             ),
             free_words(created.purpose),
             free_words(created.recipient),
             names_of(facts, pack.children),
             Cell::of_number(pack.event.index.value)}
        );
    }
    return made;
}

Table withheld_table(const PackFacts& facts, const Words& words) {
    Table made = named_table(words, "withheld", {"entry", "part", "ground", "explanation"});
    for (const DisclosedEvent& event : all_events(facts)) {
        const auto parts =
            facts.withholding.parts_of(*event.stored, words.text("withheld.by_restriction"));
        for (const WithheldPart& part : parts) {
            made.rows.push_back(
                {Cell::of_number(part.index.value),
                 Cell::of_number(part.part),
                 official_words(words.code("withholding-ground", part.ground, facts.question.as_at)
                 ),
                 free_words(part.explanation)}
            );
        }
    }
    return made;
}

Table coverage_table(const PackFacts& facts, const Words& words) {
    Table made = named_table(words, "coverage", {"source", "fact", "from", "to", "entry"});
    std::set<std::string, std::less<>> sources;
    for (const auto& child : facts.children) {
        for (const KnownAs& known : child->person.history.references)
            sources.emplace(known.source);
    }
    const Date day = facts.question.as_at;
    for (const std::string& source : sources) {
        for (const CodeEntry& fact : facts.reference->codes().codes("fact-kind")) {
            bool any = false;
            for (const Coverage::Declared& declared : facts.authority.coverage.all()) {
                if (declared.source != source || declared.fact != fact.id) continue;
                any = true;
                made.rows.push_back(
                    {source,
                     official_words(words.code("fact-kind", fact.id, day)),
                     words.date(declared.from),
                     declared.to ? Cell(words.date(*declared.to))
                                 : Cell(words.text("coverage.open")),
                     Cell::of_number(declared.index.value)}
                );
            }
            if (any) continue;
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
    for (const EarlierPack& pack : facts.packs)
        all.push_back({&pack.event, 0});
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
