#include "projections/evidence/child_tables.h"

#include <algorithm>

#include <fmt/format.h>

#include "projections/evidence/digest.h"
#include "schema/event_catalogue.h"

namespace tyst::evidence {
namespace {

std::string_view closed_key(ClosedBy closed) {
    switch (closed) {
        case ClosedBy::open:
            return "closed.open";
        case ClosedBy::event:
            return "closed.event";
        case ClosedBy::reversal:
            return "closed.reversal";
        case ClosedBy::next:
            return "closed.next";
        case ClosedBy::care_ended:
            return "closed.care_ended";
        case ClosedBy::eighteenth_year:
            return "closed.eighteenth_year";
    }
    return "closed.open";
}

}  // namespace

ChildTables::ChildTables(
    const PackFacts& facts,
    const ChildRecord& child,
    const EventTeller& teller,
    const Words& words,
    std::string chronology
)
    : facts_(facts),
      child_(child),
      teller_(teller),
      words_(words),
      chronology_(std::move(chronology)) {}

Table ChildTables::table(std::string_view name, std::initializer_list<std::string_view> columns)
    const {
    Table made;
    made.id = fmt::format("{}-{:03}", name, child_.number);
    made.caption = words_.say(fmt::format("table.{}", name), {{"child", child_.reference}});
    for (const std::string_view column : columns)
        made.columns.push_back({std::string(column), words_.text(fmt::format("column.{}", column))}
        );
    made.if_empty = words_.text("table.nothing_recorded");
    return made;
}

Line ChildTables::link(LogIndex index) const {
    Line line;
    line.style = Line::Style::reference;
    line.pieces.push_back(
        {Piece::Kind::link,
         std::to_string(index.value),
         {},
         fmt::format("{}#e{}", chronology_, index.value)}
    );
    return line;
}

Line ChildTables::link(const StoredEvent* stored) const {
    return link(stored->index);
}

Cell ChildTables::entries(std::initializer_list<const StoredEvent*> events) const {
    Cell cell;
    for (const StoredEvent* stored : events) {
        if (stored != nullptr) cell.lines.push_back(link(stored));
    }
    return cell;
}

Cell ChildTables::entries(const std::vector<CitedEvent>& events) const {
    Cell cell;
    for (const CitedEvent& cited : events)
        cell.lines.push_back(link(cited.index));
    return cell;
}

Cell ChildTables::until(const std::optional<Date>& to, ClosedBy closed, const StoredEvent* end)
    const {
    if (!to) return words_.text("closed.open");
    // What ends with the period of care names no event of its own.
    const bool with_care =
        closed == ClosedBy::care_ended &&
        std::ranges::any_of(child_.person.history.care, [&](const PeriodOfCare& care) {
            return care.to == to && teller_.rests_on_withheld({care.end});
        });
    if (with_care || teller_.rests_on_withheld({end})) return words_.text("withheld.title");
    Cell cell(words_.date(*to));
    Line how(words_.text(closed_key(closed)));
    how.style = Line::Style::note;
    cell.lines.push_back(std::move(how));
    return cell;
}

std::vector<Cell> ChildTables::withheld_row(std::size_t columns, const StoredEvent* of) const {
    std::vector<Cell> row(columns);
    row.front() = Cell(words_.text("withheld.row"));
    if (of != nullptr) row.back() = entries({of});
    return row;
}

Cell ChildTables::official(std::string_view set, std::string_view code, Date on) const {
    Cell cell;
    if (code.empty()) return cell;
    Line line;
    line.pieces.push_back({Piece::Kind::official, words_.code(set, code, on), {}, {}});
    cell.lines.push_back(std::move(line));
    return cell;
}

Cell ChildTables::person(const StoredEvent* said_by, const std::optional<PersonCitation>& cited)
    const {
    if (!cited) return {};
    if (facts_.withholding.find(said_by->index, Withheld::What::people) != nullptr) {
        return words_.text("withheld.title");
    }
    const std::string& known = cited->name.empty() ? cited->reference : cited->name;
    Cell cell;
    cell.lines.push_back(
        {Line::Style::plain,
         {{Piece::Kind::name, known.empty() ? words_.text("word.person_not_shown") : known, {}, {}}}
        }
    );
    return cell;
}

Table ChildTables::legal_statuses() const {
    Table made = table("legal_statuses", {"status", "from", "to", "end_reason", "note", "entries"});
    for (const LegalStatus& status : child_.person.history.statuses) {
        if (teller_.rests_on_withheld({status.start})) {
            made.rows.push_back(withheld_row(made.columns.size(), status.start));
            continue;
        }
        const bool end_withheld = teller_.rests_on_withheld({status.end});
        made.rows.push_back(
            {official("legal-status", status.code, status.from),
             words_.date(status.from),
             until(status.to, status.closed, status.end),
             end_withheld ? Cell() : official("status-ended", status.end_reason, status.from),
             status.hidden_by == kNone ? Cell() : Cell(words_.text("status.hidden")),
             entries({status.start, status.end})}
        );
    }
    return made;
}

Table ChildTables::placements() const {
    Table made = table(
        "placements",
        {"setting", "from", "to", "provider", "location", "carer", "end_reason", "entries"}
    );
    for (const Placement& placement : child_.person.history.placements) {
        if (teller_.rests_on_withheld({placement.start})) {
            made.rows.push_back(withheld_row(made.columns.size(), placement.start));
            continue;
        }
        const PlacementStarted& what = placement.what();
        Cell setting = official("placement-setting", what.setting, placement.from);
        if (what.temporary) setting.lines.emplace_back(words_.text("placement.temporary"));
        made.rows.push_back(
            {std::move(setting),
             words_.date(placement.from),
             until(placement.to, placement.closed, placement.end),
             official("placement-provider", what.provider, placement.from),
             official("placement-location", what.location, placement.from),
             person(placement.start, what.carer),
             teller_.rests_on_withheld({placement.end})
                 ? Cell()
                 : official("placement-change-reason", placement.end_reason, placement.from),
             entries({placement.start, placement.end})}
        );
    }
    return made;
}

Table ChildTables::plans() const {
    Table made = table("plans", {"plan", "from", "version", "author", "entries"});
    const History& history = child_.person.history;
    for (const CarePlan& plan : history.care_plans) {
        if (teller_.rests_on_withheld({plan.event})) {
            made.rows.push_back(withheld_row(made.columns.size(), plan.event));
            continue;
        }
        const auto& what = plan.what();
        made.rows.push_back(
            {official("plan-kind", what.kind, plan.from),
             words_.date(plan.from),
             what.version == 0 ? Cell() : Cell(std::to_string(what.version)),
             person(plan.event, what.author),
             entries({plan.event})}
        );
    }
    for (const PermanencePlan& plan : history.permanence_plans) {
        if (teller_.rests_on_withheld({plan.event})) {
            made.rows.push_back(withheld_row(made.columns.size(), plan.event));
            continue;
        }
        Cell routes(words_.text("plan.permanence"));
        for (const tyst::Code& route : plan.what().routes) {
            Line line;
            line.pieces.push_back(
                {Piece::Kind::official, words_.code("permanence-route", route, plan.from), {}, {}}
            );
            routes.lines.push_back(std::move(line));
        }
        made.rows.push_back(
            {std::move(routes),
             words_.date(plan.from),
             Cell(),
             person(plan.event, plan.what().agreed_by),
             entries({plan.event})}
        );
    }
    return made;
}

Table ChildTables::workers() const {
    Table made = table("workers", {"name", "role", "team", "from", "to", "entries"});
    for (const Allocation& allocation : child_.person.history.allocations) {
        if (teller_.rests_on_withheld({allocation.start})) {
            made.rows.push_back(withheld_row(made.columns.size(), allocation.start));
            continue;
        }
        const AllocationStarted& what = allocation.what();
        const bool people_withheld =
            facts_.withholding.find(allocation.start->index, Withheld::What::people) != nullptr;
        Cell role = official("allocation-role", what.role, allocation.from);
        if (what.worker && !what.worker->role.empty() && !people_withheld) {
            role.lines.push_back(
                {Line::Style::note, {{Piece::Kind::name, what.worker->role, {}, {}}}}
            );
        }
        const bool words_withheld = facts_.withholding.part_0(allocation.start->index);
        made.rows.push_back(
            {what.worker ? person(allocation.start, what.worker)
                         : Cell(words_.text("word.nobody_named")),
             std::move(role),
             words_withheld ? words_.text("withheld.title") : what.team,
             words_.date(allocation.from),
             until(allocation.to, allocation.closed, allocation.end),
             entries({allocation.start, allocation.end})}
        );
    }
    return made;
}

Table ChildTables::chronology() const {
    Table made = table("chronology", {"happened", "what", "recorded", "entry"});
    for (const StoredEvent* stored : teller_.in_order()) {
        Cell happened(teller_.happened(*stored));
        Cell entry(std::to_string(stored->index.value));
        entry.id = fmt::format("e{}", stored->index.value);
        made.rows.push_back(
            {std::move(happened), teller_.what(*stored), teller_.recorded(*stored), std::move(entry)
            }
        );
    }
    return made;
}

Table ChildTables::documents() const {
    const bool person = words_.for_person();
    Table made = person ? table("documents", {"document", "entry"})
                        : table("documents", {"document", "digest", "bytes", "entry"});
    for (const StoredEvent* stored : child_.events_in_order()) {
        const Withholding& withholding = facts_.withholding;
        const bool kept = withholding.whole(stored->index) ||
                          withholding.find(stored->index, Withheld::What::documents) != nullptr;
        for (std::size_t place = 0; place < stored->event.attachments.size(); ++place) {
            if (kept) {
                made.rows.push_back(withheld_row(made.columns.size(), stored));
                continue;
            }
            const Attachment& attachment = stored->event.attachments[place];
            Cell name;
            const std::string path = document_path(*stored, place);
            // The report lies at the top of the pack, a chronology two folders below it.
            name.lines.push_back(
                {Line::Style::plain,
                 {{Piece::Kind::link,
                   attachment.name,
                   {},
                   chronology_.empty() ? "../../" + path : path}}}
            );
            std::vector<Cell> row = {std::move(name)};
            if (!person) {
                row.emplace_back(sha256_text(attachment.content));
                row.push_back(Cell::of_number(attachment.content.size()));
            }
            row.push_back(entries({stored}));
            made.rows.push_back(std::move(row));
        }
    }
    return made;
}

std::string ChildTables::finding_text(const HistoryFinding& finding) const {
    return words_.say(
        fmt::format("finding.{}", tyst::name(finding.kind)), {{"day", words_.date(finding.day)}}
    );
}

Table ChildTables::findings() const {
    Table made = table("findings", {"finding", "event", "happened", "entries"});
    made.if_empty = words_.text("table.no_findings");
    for (const HistoryFinding& finding : child_.person.history.findings) {
        if (teller_.rests_on_withheld({finding.event, finding.other})) {
            made.rows.push_back(withheld_row(made.columns.size(), finding.event));
            continue;
        }
        Cell event;
        if (finding.event != nullptr) {
            event =
                Cell(std::vector<Line>{Line(Line::Style::plain, {teller_.title(*finding.event)})});
        }
        made.rows.push_back(
            {finding_text(finding),
             std::move(event),
             finding.event == nullptr ? Cell() : Cell(teller_.happened(*finding.event)),
             entries({finding.event, finding.other})}
        );
    }
    return made;
}

std::string ChildTables::not_looked_after() const {
    const auto& care = child_.person.history.care;
    const bool told = !care.empty() && care.back().to &&
                      !teller_.rests_on_withheld({care.back().start, care.back().end});
    return told ? words_.say("summary.until", {{"day", words_.date(*care.back().to)}})
                : words_.text("word.no");
}

Facts ChildTables::summary() const {
    const History& told = child_.told.history;
    const Date day = facts_.question.as_at;
    Facts facts;
    const auto add = [&](std::string_view key, std::vector<Line> lines) {
        if (lines.empty()) lines.emplace_back(words_.text("word.not_recorded"));
        facts.facts.push_back({words_.text(fmt::format("summary.{}", key)), std::move(lines)});
    };
    const auto text = [](std::string value) {
        return value.empty() ? std::vector<Line>() : std::vector<Line>{std::move(value)};
    };
    add("reference", text(child_.reference));
    std::string name(told.identity.given_name);
    if (!told.identity.family_name.empty()) {
        name += (name.empty() ? "" : " ") + std::string(told.identity.family_name);
    }
    Line named;
    if (!name.empty()) named.pieces.push_back({Piece::Kind::name, name, {}, {}});
    add("name", name.empty() ? std::vector<Line>() : std::vector<Line>{std::move(named)});
    const auto born = told.identity.best_birth_date();
    add("born", text(born ? words_.date(*born) : ""));
    const auto age = told.age();
    add("age", text(age ? std::to_string(*age) : ""));
    const History& history = child_.person.history;
    const auto shown = [&](const StoredEvent* start, Cell cell) {
        return teller_.rests_on_withheld({start}) ? std::vector<Line>{words_.text("withheld.title")}
                                                  : std::move(cell.lines);
    };
    const PeriodOfCare* care = history.current_care();
    add("looked_after",
        care == nullptr
            ? text(not_looked_after())
            : shown(
                  care->start, Cell(words_.say("summary.since", {{"day", words_.date(care->from)}}))
              ));
    // Nothing holds for who is not looked after: that is no gap in the record.
    const std::vector<Line> nothing =
        text(care == nullptr ? words_.text("summary.none_that_day") : "");
    const LegalStatus* status = history.current_status();
    add("status",
        status == nullptr ? nothing
                          : shown(status->start, official("legal-status", status->code, day)));
    const Placement* placement = history.current_placement();
    add("placement",
        placement == nullptr
            ? nothing
            : shown(placement->start, official("placement-setting", placement->what().setting, day))
    );
    const Allocation* iro = history.current_allocation("iro");
    add("iro",
        iro == nullptr ? nothing : shown(iro->start, person(iro->start, iro->what().worker)));
    const Obligation* review = child_.obligations.next_review();
    add("next_review",
        review == nullptr || owed_is_withheld(*review)
            ? nothing
            : text(
                  words_.date(review->due) + (review->status == ObligationStatus::overdue
                                                  ? ", " + words_.text("obligation.overdue")
                                                  : "")
              ));
    add("alerts", text(std::to_string(child_.obligations.open_alerts())));
    return facts;
}

}  // namespace tyst::evidence
