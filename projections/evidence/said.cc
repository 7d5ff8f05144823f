#include "projections/evidence/said.h"

#include <type_traits>

#include <fmt/format.h>

#include "schema/event_fields.h"

namespace tyst::evidence {
namespace {

class FieldTeller {
  public:
    FieldTeller(const Event& event, const Words& words, const PlaceOf& place_of)
        : event_(event), words_(words), place_of_(place_of) {}

    template <class T>
    void tell(const T& body, const std::string& outer) {
        for_each_field<T>([&](const auto& field) {
            const auto& member = body.*(field.member);
            if (is_empty(member)) return;
            value(member, fields::path_of(outer, field.name), field.name, field.set);
        });
    }
    void tell(const NoBody& /*body*/, const std::string& /*outer*/) {}

    [[nodiscard]] std::vector<SaidField> take() { return std::move(said_); }

  private:
    SaidField& add(const std::string& path, std::string_view name, std::string text) {
        said_.push_back({path, words_.field(name), {Piece::Kind::plain, std::move(text), {}, {}}});
        return said_.back();
    }

    void value(
        const std::string& text,
        const std::string& path,
        std::string_view name,
        std::string_view set
    ) {
        if (set.empty()) {
            SaidField& field = add(path, name, text);
            field.free_text = true;
            field.value.kind = Piece::Kind::free_text;
            field.value.language = event_.language;
        } else {
            add(path, name, words_.code(set, text, event_.occurred.date)).value.kind =
                Piece::Kind::official;
        }
    }
    void value(
        const std::vector<std::string>& texts,
        const std::string& path,
        std::string_view name,
        std::string_view set
    ) {
        for (std::size_t place = 0; place < texts.size(); ++place)
            value(texts[place], fields::path_of(path, place), name, set);
    }
    void value(
        const Date& day, const std::string& path, std::string_view name, std::string_view /*set*/
    ) {
        add(path, name, words_.date(day));
    }
    void value(
        bool said, const std::string& path, std::string_view name, std::string_view /*set*/
    ) {
        add(path, name, words_.text(said ? "word.yes" : "word.no"));
    }
    template <class Number>
        requires(std::is_arithmetic_v<Number> && !std::is_same_v<Number, bool>)
    void value(
        Number number, const std::string& path, std::string_view name, std::string_view /*set*/
    ) {
        add(path, name, std::to_string(number));
    }
    void value(
        const PersonCitation& cited,
        const std::string& path,
        std::string_view name,
        std::string_view /*set*/
    ) {
        SaidField& field = add(path, name, person_text(cited));
        field.person = true;
        field.value.kind = Piece::Kind::name;
    }
    void value(
        const EventId& id, const std::string& path, std::string_view name, std::string_view /*set*/
    ) {
        const auto place = place_of_(id);
        if (!place) return;
        SaidField& field =
            add(path, name, words_.say("word.entry", {{"index", std::to_string(place->value)}}));
        field.value.kind = Piece::Kind::link;
        field.value.target = fmt::format("#e{}", place->value);
    }
    void value(
        const Hash& digest, const std::string& path, std::string_view name, std::string_view
    ) {
        add(path, name, to_hex(digest.view()));
    }
    void value(
        const StreamId& stream, const std::string& path, std::string_view name, std::string_view
    ) {
        add(path, name, to_hex(stream.view()));
    }
    void value(
        const SubjectLink& /*link*/,
        const std::string& path,
        std::string_view name,
        std::string_view
    ) {
        add(path, name, words_.text("word.another_record"));
    }
    void value(
        const std::vector<StreamId>& streams,
        const std::string& path,
        std::string_view name,
        std::string_view /*set*/
    ) {
        add(path, name, std::to_string(streams.size()));
    }
    void value(
        const std::vector<ReceivedRow>& rows,
        const std::string& path,
        std::string_view name,
        std::string_view /*set*/
    ) {
        for (std::size_t place = 0; place < rows.size(); ++place) {
            const ReceivedRow& row = rows[place];
            std::string text = fmt::format("{} {}:", row.table, row.line);
            for (const std::string& cell : row.values)
                text += fmt::format(" {} |", cell);
            SaidField& field = add(fields::path_of(path, place), name, std::move(text));
            field.free_text = true;
            field.value.kind = Piece::Kind::free_text;
        }
    }
    template <NestedStruct Item>
    void value(
        const std::vector<Item>& items,
        const std::string& path,
        std::string_view /*name*/,
        std::string_view /*set*/
    ) {
        for (std::size_t place = 0; place < items.size(); ++place)
            tell(items[place], fields::path_of(path, place));
    }
    template <class Value>
    void value(
        const std::optional<Value>& said,
        const std::string& path,
        std::string_view name,
        std::string_view set
    ) {
        value(*said, path, name, set);
    }

    [[nodiscard]] std::string person_text(const PersonCitation& cited) const {
        const std::string& known = cited.name.empty() ? cited.reference : cited.name;
        if (known.empty()) return words_.text("word.person_not_shown");
        if (cited.role.empty()) return known;
        return words_.say("word.person_with_role", {{"name", known}, {"role", cited.role}});
    }

    const Event& event_;
    const Words& words_;
    const PlaceOf& place_of_;
    std::vector<SaidField> said_;
};

}  // namespace

const std::string& title_of(const Event& event, const Words& words) {
    switch (event.relation.kind) {
        case RelationKind::none:
            break;
        case RelationKind::corrects:
            return words.text("relation.corrects");
        case RelationKind::annuls:
            return words.text("relation.annuls");
        case RelationKind::reverses:
            return words.text("relation.reverses");
    }
    return words.event(type_of(event.body));
}

std::vector<SaidField> fields_of(const Event& event, const Words& words, const PlaceOf& place_of) {
    FieldTeller teller(event, words, place_of);
    std::visit([&](const auto& body) { teller.tell(body, std::string()); }, event.body);
    return teller.take();
}

}  // namespace tyst::evidence
