#include <algorithm>

#include <boost/json/serialize.hpp>
#include <boost/json/string_view.hpp>

#include "schema/base64.h"
#include "schema/event_catalogue.h"
#include "schema/event_fields.h"
#include "schema/event_json.h"
#include "schema/subject_names.h"

namespace tyst {
namespace {

// Whether pseudonyms are shown beside references, as they are for an event out of the log.
enum class Pseudonyms : std::uint8_t { hidden, shown };

// Appends JSON to one text; commas are put where they belong.
class JsonWriter {
  public:
    void open(char bracket) {
        separate();
        text_.push_back(bracket);
        first_ = true;
    }
    void close(char bracket) {
        text_.push_back(bracket);
        first_ = false;
    }
    void key(std::string_view name) {
        value(name);
        text_.push_back(':');
        first_ = true;
    }
    void value(std::string_view text) {
        separate();
        text_ += boost::json::serialize(boost::json::string_view(text.data(), text.size()));
    }
    void number(std::uint64_t value) { literal(std::to_string(value)); }
    void literal(std::string_view text) {
        separate();
        text_ += text;
    }
    void field(std::string_view name, std::string_view text) {
        key(name);
        value(text);
    }
    void field_if_said(std::string_view name, std::string_view text) {
        if (!text.empty()) {
            field(name, text);
        }
    }
    [[nodiscard]] std::string take() { return std::move(text_); }

  private:
    void separate() {
        if (!first_) {
            text_.push_back(',');
        }
        first_ = false;
    }

    std::string text_;
    bool first_ = true;
};

class EventWriter {
  public:
    explicit EventWriter(Pseudonyms pseudonyms) : pseudonyms_(pseudonyms) {}

    JsonWriter& out() { return out_; }

    void write_subject(const SubjectReference& subject) {
        out_.field("kind", name_of(subject.kind));
        const Compartment usual =
            subject.kind == SubjectKind::child ? Compartment::child_case : Compartment::none;
        if (subject.compartment != usual) {
            out_.field("compartment", name_of(subject.compartment));
        }
        out_.field("source", subject.source);
        out_.field("reference", subject.reference);
    }

    // From "occurred" to "attachments".
    void write_envelope_and_body(const Event& event) {
        out_.field("occurred", occurred_text(event.occurred));
        if (event.occurred.sequence != 0) {
            out_.key("sequence");
            out_.number(event.occurred.sequence);
        }
        if (event.learned) {
            out_.field("learned", to_text(*event.learned));
        }
        write_source(event.source);
        out_.field_if_said("reason", event.reason);
        out_.field_if_said("language", event.language);
        if (event.correlation) {
            out_.field("correlation", to_uuid_text(event.correlation->view()));
        }
        write_relation(event.relation);
        write_body(event);
        write_attachments(event.attachments);
    }

  private:
    static std::string occurred_text(const Occurrence& occurred) {
        switch (occurred.precision) {
            case OccurrencePrecision::day:
                return to_text(occurred.date);
            case OccurrencePrecision::instant:
                return occurred.instant ? to_text(*occurred.instant) : to_text(occurred.date);
            case OccurrencePrecision::month:
                return to_text(occurred.date).substr(0, 7);
            case OccurrencePrecision::year:
                return to_text(occurred.date).substr(0, 4);
        }
        return to_text(occurred.date);
    }

    void write_source(const SourceRow& source) {
        if (source.system.empty()) {
            return;
        }
        out_.key("source");
        out_.open('{');
        out_.field("system", source.system);
        out_.field_if_said("table", source.table);
        if (source.row != 0) {
            out_.key("row");
            out_.number(source.row);
        }
        out_.close('}');
    }

    void write_relation(const Relation& relation) {
        if (relation.kind == RelationKind::none) {
            return;
        }
        out_.key("relation");
        out_.open('{');
        out_.field(
            "kind",
            relation.kind == RelationKind::corrects ? "corrects"
            : relation.kind == RelationKind::annuls ? "annuls"
                                                    : "reverses"
        );
        out_.field("target", to_uuid_text(relation.target.view()));
        out_.field_if_said("authority", relation.authority);
        if (std::ranges::find(relation.fields, "occurred") != relation.fields.end()) {
            out_.key("occurred");
            out_.literal("true");
        }
        out_.close('}');
    }

    void write_body(const Event& event) {
        if (std::holds_alternative<NoBody>(event.body)) {
            return;
        }
        out_.key("body");
        const std::vector<std::string>& named = event.relation.fields;
        std::visit(
            [&](const auto& body) {
                if (event.relation.kind == RelationKind::corrects) {
                    write_named(body, named);
                } else {
                    write_struct(body);
                }
            },
            event.body
        );
    }

    template <class T>
    void write_struct(const T& plain) {
        out_.open('{');
        for_each_field<T>([&](const auto& field) {
            const auto& value = plain.*(field.member);
            // A plain number or date has no empty value; an optional number is left out at zero.
            if (!is_empty(value) && (field.required || !is_zero_number(value))) {
                out_.key(field.name);
                write_value(value);
            }
        });
        out_.close('}');
    }

    // A correction: the named fields and no others, null for one that is removed.
    template <class T>
    void write_named(const T& plain, const std::vector<std::string>& named) {
        out_.open('{');
        for_each_field<T>([&](const auto& field) {
            if (std::ranges::find(named, field.name) == named.end()) {
                return;
            }
            out_.key(field.name);
            if (is_empty(plain.*(field.member))) {
                out_.literal("null");
            } else {
                write_value(plain.*(field.member));
            }
        });
        out_.close('}');
    }

    template <class Value>
    static bool is_zero_number(const Value& value) {
        if constexpr (std::is_integral_v<Value>) {
            return value == 0;
        } else {
            return false;
        }
    }

    void write_value(const std::string& value) { out_.value(value); }
    void write_value(Date value) { out_.value(to_text(value)); }
    void write_value(bool value) { out_.literal(value ? "true" : "false"); }
    void write_value(std::uint32_t value) { out_.number(value); }
    void write_value(std::uint64_t value) { out_.number(value); }
    void write_value(const Hash& value) { out_.value(to_hex(value.view())); }
    void write_value(const StreamId& value) { out_.value(to_hex(value.view())); }
    void write_value(const EventId& value) { out_.value(to_uuid_text(value.view())); }
    void write_value(const PersonCitation& value) {
        out_.open('{');
        if (pseudonyms_ == Pseudonyms::shown) {
            out_.field("person", to_hex(value.person.view()));
            out_.field_if_said("source", value.source);
            out_.field_if_said("reference", value.reference);
        } else {
            out_.field("source", value.source);
            out_.field("reference", value.reference);
        }
        out_.field_if_said("name", value.name);
        out_.field_if_said("role", value.role);
        out_.close('}');
    }
    void write_value(const SubjectLink& value) {
        out_.open('{');
        if (pseudonyms_ == Pseudonyms::shown) {
            out_.field("stream", to_hex(value.stream.view()));
        }
        if (!value.reference.reference.empty()) {
            write_subject(value.reference);
        }
        out_.close('}');
    }
    template <class Value>
    void write_value(const std::optional<Value>& value) {
        write_value(*value);
    }
    template <class Item>
    void write_value(const std::vector<Item>& items) {
        out_.open('[');
        for (const Item& item : items) {
            if constexpr (NestedStruct<Item>) {
                write_struct(item);
            } else {
                write_value(item);
            }
        }
        out_.close(']');
    }

    void write_attachments(const std::vector<Attachment>& attachments) {
        if (attachments.empty()) {
            return;
        }
        out_.key("attachments");
        out_.open('[');
        for (const Attachment& attachment : attachments) {
            out_.open('{');
            out_.field("name", attachment.name);
            if (pseudonyms_ == Pseudonyms::hidden || !attachment.content.empty()) {
                out_.field("content_base64", to_base64(as_bytes(attachment.content)));
            }
            out_.close('}');
        }
        out_.close(']');
    }

    JsonWriter out_;
    Pseudonyms pseudonyms_;
};

}  // namespace

std::string to_json(const Submission& submission) {
    EventWriter writer(Pseudonyms::hidden);
    JsonWriter& out = writer.out();
    const Event& event = submission.event;
    out.open('{');
    if (!event.id.is_zero()) {
        out.field("id", to_uuid_text(event.id.view()));
    }
    if (!std::holds_alternative<NoBody>(event.body)) {
        out.field("type", name_of(type_of(event.body)));
    }
    out.key("subject");
    out.open('{');
    writer.write_subject(submission.subject);
    out.close('}');
    writer.write_envelope_and_body(event);
    out.close('}');
    return out.take();
}

std::string event_to_json(const Event& event, const EventPlace& place) {
    EventWriter writer(Pseudonyms::shown);
    JsonWriter& out = writer.out();
    out.open('{');
    out.key("index");
    out.number(place.index.value);
    out.field("recorded", to_text(place.recorded));
    out.field("stream", to_hex(place.stream.view()));
    out.key("revision");
    out.number(place.revision.value);
    out.field("id", to_uuid_text(event.id.view()));
    if (!std::holds_alternative<NoBody>(event.body)) {
        out.field("type", name_of(type_of(event.body)));
    }
    out.field("recorded_by", to_hex(event.recorded_by.view()));
    writer.write_envelope_and_body(event);
    out.close('}');
    return out.take();
}

}  // namespace tyst
