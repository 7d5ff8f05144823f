#include "projections/evidence/event_teller.h"

#include <algorithm>

#include <fmt/format.h>

#include "schema/event_catalogue.h"

namespace tyst::evidence {
namespace {

Piece plain(std::string text) {
    return {Piece::Kind::plain, std::move(text), {}, {}};
}

// "decisions[0].text" names what a correction calls "decisions".
std::string_view top_of(std::string_view path) {
    return path.substr(0, path.find_first_of("[."));
}

// Where an event stands whose day may not be shown: after the one before it in its stream, else
// before the one after it. Of a stream with nothing to tell, after what was recorded before it.
std::vector<const StoredEvent*>::const_iterator place_among(
    const std::vector<const StoredEvent*>& told, const StoredEvent& withheld
) {
    auto before = told.end();
    auto after = told.end();
    auto recorded_before = told.end();
    for (auto it = told.begin(); it != told.end(); ++it) {
        const StoredEvent& other = **it;
        const bool earlier = other.index < withheld.index;
        if (other.stream == withheld.stream) {
            auto& nearest = earlier ? before : after;
            if (nearest == told.end() || earlier == ((*nearest)->index < other.index)) nearest = it;
        }
        if (earlier && (recorded_before == told.end() || (*recorded_before)->index < other.index)) {
            recorded_before = it;
        }
    }
    if (before != told.end()) return std::next(before);
    if (after != told.end()) return after;
    return recorded_before == told.end() ? told.begin() : std::next(recorded_before);
}

// What only programs need: a person reads their file without it.
bool is_for_programs(std::string_view path) {
    const std::size_t dot = path.rfind('.');
    const std::string_view name = dot == std::string_view::npos ? path : path.substr(dot + 1);
    return name == "digest" || name == "size" || name == "media_type" || name == "id";
}

}  // namespace

EventTeller::EventTeller(const PackFacts& facts, const ChildRecord& child, const Words& words)
    : facts_(facts), child_(child), words_(words) {
    const std::vector<const StoredEvent*> events = child.events_in_order();
    for (const StoredEvent* stored : events)
        by_id_.emplace(stored->event.id, stored);
    for (const StoredEvent* stored : events) {
        const Relation& relation = stored->event.relation;
        const auto target = by_id_.find(relation.target);
        if (relation.kind != RelationKind::none && target != by_id_.end()) {
            relations_[target->second->index].push_back(stored);
        }
        const auto* statement = std::get_if<PersonStatementRecorded>(&stored->event.body);
        if (statement == nullptr) continue;
        const auto about = by_id_.find(statement->about);
        if (about != by_id_.end()) statements_[about->second->index].push_back(stored);
    }
    for (auto& [index, relations] : relations_)
        std::ranges::sort(relations, {}, &StoredEvent::index);
}

std::vector<const StoredEvent*> EventTeller::in_order() const {
    std::vector<const StoredEvent*> told;
    std::vector<const StoredEvent*> withheld;
    for (const StoredEvent* stored : child_.events_in_order()) {
        const Relation& relation = stored->event.relation;
        if (relation.kind != RelationKind::none && by_id_.contains(relation.target)) continue;
        (facts_.withholding.whole(stored->index) ? withheld : told).push_back(stored);
    }
    // By index, so that of two that follow one another the earlier one stands already.
    std::ranges::sort(withheld, {}, &StoredEvent::index);
    for (const StoredEvent* stored : withheld)
        told.insert(place_among(told, *stored), stored);
    return told;
}

std::optional<LogIndex> EventTeller::place_of(const EventId& id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? std::nullopt : std::optional(found->second->index);
}

Piece EventTeller::title(const StoredEvent& stored) const {
    if (facts_.withholding.whole(stored.index)) {
        return {Piece::Kind::strong, words_.text("withheld.title"), {}, {}};
    }
    const std::string& said = title_of(stored.event, words_);
    const auto since = relations_.find(stored.index);
    const bool annulled =
        since != relations_.end() && std::ranges::any_of(since->second, [](const auto* relation) {
            return relation->event.relation.kind == RelationKind::annuls;
        });
    return {annulled ? Piece::Kind::struck : Piece::Kind::strong, said, {}, {}};
}

std::string EventTeller::happened(const StoredEvent& stored) const {
    return facts_.withholding.whole(stored.index) ? words_.text("withheld.day")
                                                  : words_.occurred(stored.event.occurred);
}

Line EventTeller::withheld_line(const Withheld& withheld, Date on) const {
    Line line;
    line.style = Line::Style::withheld;
    line.pieces.push_back(
        {Piece::Kind::strong,
         words_.say(
             "withheld.because",
             {{"ground", words_.code("withholding-ground", withheld.ground, on)}}
         ),
         {},
         {}}
    );
    if (!withheld.explanation.empty()) {
        line.pieces.push_back(plain(" "));
        line.pieces.push_back({Piece::Kind::free_text, withheld.explanation, {}, {}});
    }
    line.pieces.push_back(plain(
        " " +
        (withheld.decision
             ? words_.say("withheld.decided", {{"index", std::to_string(withheld.decision->value)}})
             : words_.text(fmt::format("withheld.{}", withheld.reason)))
    ));
    return line;
}

Line EventTeller::removed_words(const Withheld& withheld, Date on) const {
    Line line = withheld_line(withheld, on);
    line.pieces.insert(line.pieces.begin(), plain(words_.text("withheld.words_only") + " "));
    return line;
}

void EventTeller::add_fields(const StoredEvent& stored, std::vector<Line>& lines) const {
    const Event event = disclosed(stored, facts_.withholding);
    const Withheld* text = facts_.withholding.find(stored.index, Withheld::What::text);
    const auto places = [this](const EventId& id) { return place_of(id); };
    for (const SaidField& field : fields_of(event, words_, places)) {
        if (field.free_text && text != nullptr) continue;
        if (words_.for_person() && is_for_programs(field.name)) continue;
        Line line;
        line.pieces = {plain(field.title + ": "), field.value};
        lines.push_back(std::move(line));
    }
    if (!event.reason.empty() && text == nullptr) {
        Line line;
        line.pieces = {
            plain(words_.text("word.because") + " "),
            {Piece::Kind::free_text, event.reason, event.language, {}}
        };
        lines.push_back(std::move(line));
    }
    if (text != nullptr) lines.push_back(removed_words(*text, event.occurred.date));
    const Withheld* people = facts_.withholding.find(stored.index, Withheld::What::people);
    if (people != nullptr) {
        Line line = withheld_line(*people, event.occurred.date);
        line.pieces.insert(line.pieces.begin(), plain(words_.text("withheld.people_only") + " "));
        lines.push_back(std::move(line));
    }
}

void EventTeller::add_documents(const StoredEvent& stored, std::vector<Line>& lines) const {
    const Withheld* documents = facts_.withholding.find(stored.index, Withheld::What::documents);
    for (std::size_t place = 0; place < stored.event.attachments.size(); ++place) {
        if (documents != nullptr) {
            lines.push_back(withheld_line(*documents, stored.event.occurred.date));
            continue;
        }
        Line line;
        line.pieces = {
            plain(words_.text("word.document") + ": "),
            {Piece::Kind::link,
             stored.event.attachments[place].name,
             {},
             "../../" + document_path(stored, place)}
        };
        lines.push_back(std::move(line));
    }
}

std::vector<Line> EventTeller::correction(const StoredEvent& relation, const StoredEvent& target)
    const {
    std::vector<Line> lines;
    const auto places = [this](const EventId& id) { return place_of(id); };
    const auto before = fields_of(disclosed(target, facts_.withholding), words_, places);
    const auto after = fields_of(disclosed(relation, facts_.withholding), words_, places);
    for (const std::string& name : relation.event.relation.fields) {
        Line line;
        line.style = Line::Style::correction;
        const auto add_values = [&](const std::vector<SaidField>& fields, Piece::Kind struck) {
            bool any = false;
            for (const SaidField& field : fields) {
                if (top_of(field.name) != name) continue;
                if (any) line.pieces.push_back(plain("; "));
                Piece piece = field.value;
                if (struck == Piece::Kind::struck) piece.kind = struck;
                line.pieces.push_back(std::move(piece));
                any = true;
            }
            if (!any) line.pieces.push_back(plain(words_.text("word.nothing")));
        };
        line.pieces.push_back(plain(words_.field(name) + ": "));
        if (name == "occurred") {
            line.pieces.push_back(
                {Piece::Kind::struck, words_.occurred(target.event.occurred), {}, {}}
            );
            line.pieces.push_back(plain(" → " + words_.occurred(relation.event.occurred)));
        } else {
            add_values(before, Piece::Kind::struck);
            line.pieces.push_back(plain(" → "));
            add_values(after, Piece::Kind::plain);
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

void EventTeller::add_relations(const StoredEvent& stored, std::vector<Line>& lines) const {
    const auto found = relations_.find(stored.index);
    if (found == relations_.end()) return;
    for (const StoredEvent* relation : found->second) {
        Line head;
        head.style = Line::Style::correction;
        head.id = fmt::format("e{}", relation->index.value);
        head.pieces = {
            {Piece::Kind::strong, title_of(relation->event, words_), {}, {}},
            plain(
                " (" +
                words_.say("word.entry", {{"index", std::to_string(relation->index.value)}}) + ", "
            )
        };
        if (facts_.withholding.part_0(relation->index)) {
            head.pieces.push_back(plain(words_.text("withheld.title") + ")"));
            lines.push_back(std::move(head));
            for (const Withheld& withheld : facts_.withholding.of(relation->index))
                lines.push_back(withheld_line(withheld, relation->event.occurred.date));
            continue;
        }
        head.pieces.push_back(plain(words_.time(relation->recorded) + ", "));
        const Line by = recorder(relation->event.recorded_by);
        head.pieces.insert(head.pieces.end(), by.pieces.begin(), by.pieces.end());
        head.pieces.push_back(plain(")"));
        if (relation->event.relation.kind == RelationKind::reverses) {
            head.pieces.push_back(plain(
                " " +
                words_.say("relation.from", {{"day", words_.occurred(relation->event.occurred)}})
            ));
        }
        if (!relation->event.reason.empty()) {
            head.pieces.push_back(plain(" " + words_.text("word.because") + " "));
            head.pieces.push_back(
                {Piece::Kind::free_text, relation->event.reason, relation->event.language, {}}
            );
        }
        lines.push_back(std::move(head));
        if (!facts_.withholding.part_0(stored.index)) {
            std::ranges::move(correction(*relation, stored), std::back_inserter(lines));
        }
        add_relations(*relation, lines);  // an annulment may bear on a correction
    }
}

void EventTeller::add_places(const StoredEvent& stored, std::vector<Line>& lines) const {
    const auto found = relations_.find(stored.index);
    if (found == relations_.end()) return;
    for (const StoredEvent* relation : found->second) {
        Line line(words_.say("word.entry", {{"index", std::to_string(relation->index.value)}}));
        line.style = Line::Style::note;
        line.id = fmt::format("e{}", relation->index.value);
        lines.push_back(std::move(line));
        add_places(*relation, lines);
    }
}

void EventTeller::add_statements(const StoredEvent& stored, std::vector<Line>& lines) const {
    const auto found = statements_.find(stored.index);
    if (found == statements_.end()) return;
    for (const StoredEvent* said : found->second) {
        if (facts_.withholding.part_0(said->index)) continue;
        const auto& statement = std::get<PersonStatementRecorded>(said->event.body);
        Line line;
        line.style = Line::Style::own_words;
        line.pieces = {
            {Piece::Kind::strong, words_.text("word.own_words") + " ", {}, {}},
            {Piece::Kind::free_text, statement.statement, said->event.language, {}},
            plain(
                " (" + words_.say("word.entry", {{"index", std::to_string(said->index.value)}}) +
                ")"
            )
        };
        lines.push_back(std::move(line));
    }
}

void EventTeller::add_frame(const StoredEvent& stored, std::vector<Line>& lines) const {
    const Question& question = facts_.question;
    const char* key = nullptr;
    if (known_time(stored, question.witnessed) > question.known_at) {
        key = "frame.not_known";
    } else if (stored.event.occurred.date > question.as_at) {
        key = "frame.later";
    }
    if (key == nullptr) return;
    Line line(words_.text(key));
    line.style = Line::Style::note;
    lines.push_back(std::move(line));
}

std::vector<Line> EventTeller::what(const StoredEvent& stored) const {
    std::vector<Line> lines;
    lines.push_back({Line::Style::title, {title(stored)}});
    if (const auto* whole = facts_.withholding.find(stored.index, Withheld::What::event)) {
        lines.push_back(withheld_line(*whole, london_date(stored.recorded)));
        add_places(stored, lines);
        return lines;
    }
    add_fields(stored, lines);
    add_documents(stored, lines);
    add_relations(stored, lines);
    add_statements(stored, lines);
    add_frame(stored, lines);
    return lines;
}

Line EventTeller::recorder(const StreamId& actor) const {
    const auto known = facts_.actors.find(actor);
    if (known == facts_.actors.end()) return {words_.text("word.recorder_not_named")};
    Line line;
    line.pieces = {
        {Piece::Kind::name, known->second.name, {}, {}},
        plain(" (" + words_.code("actor-kind", known->second.kind, facts_.question.as_at) + ")")
    };
    return line;
}

std::vector<Line> EventTeller::recorded(const StoredEvent& stored) const {
    std::vector<Line> lines;
    lines.emplace_back(words_.time(stored.recorded));
    Line by = recorder(stored.event.recorded_by);
    by.pieces.insert(by.pieces.begin(), plain(words_.text("word.by") + " "));
    lines.push_back(std::move(by));
    if (facts_.withholding.part_0(stored.index)) return lines;
    if (stored.event.learned) {
        Line line(words_.say(
            "word.claimed",
            {{"source", stored.event.source.system}, {"time", words_.time(*stored.event.learned)}}
        ));
        line.style = Line::Style::note;
        lines.push_back(std::move(line));
    }
    if (!stored.event.source.system.empty()) {
        Line line(words_.say(
            "word.source_row",
            {{"source", stored.event.source.system},
             {"table", stored.event.source.table},
             {"row", std::to_string(stored.event.source.row)}}
        ));
        line.style = Line::Style::note;
        lines.push_back(std::move(line));
    }
    return lines;
}

bool EventTeller::rests_on_withheld(std::initializer_list<const StoredEvent*> events) const {
    return std::ranges::any_of(events, [this](const StoredEvent* stored) {
        return stored != nullptr && facts_.withholding.whole(stored->index);
    });
}

std::string document_path(const StoredEvent& stored, std::size_t place) {
    const std::string& given = stored.event.attachments[place].name;
    std::string safe;
    for (const char letter : given.substr(0, 80)) {
        const bool kept = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                          (letter >= '0' && letter <= '9') || letter == '.' || letter == '-' ||
                          letter == '_';
        safe.push_back(kept ? letter : '_');
    }
    const std::size_t first = safe.find_first_not_of('.');
    safe = first == std::string::npos ? "document" : safe.substr(first);
    return fmt::format("documents/{}-{}-{}", stored.index.value, place + 1, safe);
}

}  // namespace tyst::evidence
