#include "schema/event_check.h"

#include <algorithm>

#include <fmt/format.h>

#include "schema/event_catalogue.h"
#include "schema/event_codec.h"
#include "schema/event_fields.h"
#include "schema/utf8.h"

namespace tyst {
namespace {

using fields::path_of;
using fields::refuse;

Result<void> check_text(const std::string& text, std::string_view path) {
    if (text.size() > kTextSizeMax) {
        return refuse(
            ErrorCode::too_large,
            path,
            fmt::format("a text of {} bytes; at most {} are taken", text.size(), kTextSizeMax)
        );
    }
    if (!is_utf8(text)) {
        return refuse(ErrorCode::not_utf8, path, "the text is not UTF-8");
    }
    if (text.find('\0') != std::string::npos) {
        return refuse(ErrorCode::invalid_value, path, "the text holds a zero byte");
    }
    return {};
}

Result<void> check_date(Date date, std::string_view path) {
    static const Date first = Date::of(kYearMin, 1, 1);
    static const Date last = Date::of(kYearMax, 12, 31);
    if (date < first || date > last) {
        return refuse(
            ErrorCode::year_out_of_range,
            path,
            fmt::format("the date lies outside {} to {}", kYearMin, kYearMax)
        );
    }
    return {};
}

Result<void> check_size(std::size_t size, std::string_view path) {
    if (size > kListSizeMax) {
        return refuse(
            ErrorCode::too_large,
            path,
            fmt::format("a list of {}; at most {} are taken", size, kListSizeMax)
        );
    }
    return {};
}

// Walks a body by the table. A struct of its own because a check of one field may descend.
class BodyCheck {
  public:
    explicit BodyCheck(const CodeBook& codes) : codes_(codes) {}

    // `wanted` says which fields count; the others are passed over.
    template <class T, class Wanted>
    Result<void> check(const T& owner, const std::string& outer, Wanted wanted) const {
        Result<void> result;
        for_each_field<T>([&](const auto& field) {
            if (!result || !wanted(field.name)) {
                return;
            }
            const auto& value = owner.*(field.member);
            const std::string path = path_of(outer, field.name);
            if (is_empty(value)) {
                // `false` and an empty list of codes are values of their own kinds.
                if (field.required) {
                    result = refuse(ErrorCode::missing_field, path, "it has to be given");
                }
                return;
            }
            result = value_holds(value, field.set, path);
        });
        return result;
    }

  private:
    Result<void> value_holds(const std::string& value, std::string_view set, std::string_view path)
        const {
        TYST_TRY(check_text(value, path));
        if (!set.empty() && !codes_.contains(set, value)) {
            return refuse(
                ErrorCode::unknown_code,
                path,
                fmt::format("{} is not in the code set '{}'", in_quotes(value), set)
            );
        }
        return {};
    }
    Result<void> value_holds(Date value, std::string_view, std::string_view path) const {
        return check_date(value, path);
    }
    Result<void> value_holds(
        const std::optional<Date>& value, std::string_view, std::string_view path
    ) const {
        return check_date(*value, path);
    }
    Result<void> value_holds(
        const std::optional<PersonCitation>& value, std::string_view, const std::string& path
    ) const {
        // A citation that came out of the log has a pseudonym and may have lost its details.
        if (value->person.is_zero()) {
            for (const auto& [name, text] :
                 {std::pair("source", &value->source), std::pair("reference", &value->reference)}) {
                if (text->empty()) {
                    return refuse(
                        ErrorCode::missing_field, path_of(path, name), "it has to be given"
                    );
                }
            }
        }
        TYST_TRY(check_text(value->source, path_of(path, "source")));
        TYST_TRY(check_text(value->reference, path_of(path, "reference")));
        TYST_TRY(check_text(value->name, path_of(path, "name")));
        return check_text(value->role, path_of(path, "role"));
    }
    Result<void> value_holds(const SubjectLink& value, std::string_view, std::string_view path)
        const {
        return value.stream.is_zero() ? check_subject(value.reference, path) : Result<void>();
    }
    template <class Item>
    Result<void> value_holds(
        const std::vector<Item>& items, std::string_view set, const std::string& path
    ) const {
        TYST_TRY(check_size(items.size(), path));
        for (std::size_t place = 0; place < items.size(); ++place) {
            if constexpr (NestedStruct<Item>) {
                TYST_TRY(check(items[place], path_of(path, place), [](auto) { return true; }));
            } else {
                TYST_TRY(value_holds(items[place], set, path_of(path, place)));
            }
        }
        return {};
    }
    // Digests, ids, numbers and yes or no: every value is allowed.
    template <class Plain>
    Result<void> value_holds(const Plain&, std::string_view, std::string_view) const {
        return {};
    }

    const CodeBook& codes_;
};

Result<void> check_occurrence(const Occurrence& occurred) {
    TYST_TRY(check_date(occurred.date, "occurred"));
    if (occurred.instant.has_value() != (occurred.precision == OccurrencePrecision::instant)) {
        return refuse(
            ErrorCode::invalid_value, "occurred", "an instant and its precision do not fit"
        );
    }
    if (occurred.instant && london_date(*occurred.instant) != occurred.date) {
        return refuse(
            ErrorCode::impossible_date, "occurred", "the instant is not on that day in London"
        );
    }
    const bool first_of_month = occurred.date.day() == 1;
    const bool first_of_year = first_of_month && occurred.date.month() == 1;
    if ((occurred.precision == OccurrencePrecision::month && !first_of_month) ||
        (occurred.precision == OccurrencePrecision::year && !first_of_year)) {
        return refuse(
            ErrorCode::invalid_value, "occurred", "a month or a year is kept as its first day"
        );
    }
    return {};
}

Result<void> check_fields(const Event& event) {
    const std::vector<std::string>& named = event.relation.fields;
    if (named.empty()) {
        return refuse(
            ErrorCode::relation_not_allowed, "relation", "a correction names at least one field"
        );
    }
    const std::vector<FieldDescription> known = describe_fields(type_of(event.body));
    for (const std::string& name : named) {
        if (std::ranges::count(named, name) > 1) {
            return refuse(
                ErrorCode::relation_not_allowed, "relation", "a field is corrected twice"
            );
        }
        if (name != "occurred" &&
            std::ranges::find(known, name, &FieldDescription::name) == known.end()) {
            return refuse(
                ErrorCode::unknown_field,
                path_of("body", in_quotes(name)),
                fmt::format("a {} has no such field", name_of(type_of(event.body)))
            );
        }
    }
    return {};
}

Result<void> check_relation(const Event& event) {
    const Relation& relation = event.relation;
    const bool has_body = !std::holds_alternative<NoBody>(event.body);
    if (relation.kind == RelationKind::none) {
        if (!has_body) {
            return refuse(
                ErrorCode::relation_not_allowed, "body", "only an annulment or a reversal has none"
            );
        }
        if (!relation.target.is_zero() || !relation.fields.empty() || !relation.authority.empty()) {
            return refuse(ErrorCode::relation_not_allowed, "relation", "it has no kind");
        }
        return {};
    }
    if (relation.target.is_zero()) {
        return refuse(ErrorCode::missing_field, "relation.target", "it has to be given");
    }
    if (relation.target == event.id) {
        return refuse(
            ErrorCode::relation_not_allowed, "relation.target", "an event cannot bear on itself"
        );
    }
    if (event.reason.empty()) {
        return refuse(ErrorCode::missing_field, "reason", "a relation has to give its reason");
    }
    const bool corrects = relation.kind == RelationKind::corrects;
    if (has_body != corrects) {
        return refuse(
            ErrorCode::relation_not_allowed,
            "body",
            corrects ? "a correction needs one" : "an annulment or a reversal has none"
        );
    }
    if (corrects) {
        return check_fields(event);
    }
    if (!relation.fields.empty()) {
        return refuse(
            ErrorCode::relation_not_allowed, "relation", "only a correction names fields"
        );
    }
    return {};
}

Result<void> check_envelope(const Event& event, const CodeBook& codes) {
    TYST_TRY(check_occurrence(event.occurred));
    if (event.learned && event.source.system.empty()) {
        return refuse(
            ErrorCode::missing_field, "source", "`learned` is only for facts that have a source"
        );
    }
    if (event.source.system.empty() && (!event.source.table.empty() || event.source.row != 0)) {
        return refuse(ErrorCode::missing_field, "source.system", "it has to be given");
    }
    for (const auto& [path, text] :
         {std::pair("source.system", &event.source.system),
          std::pair("source.table", &event.source.table),
          std::pair("reason", &event.reason),
          std::pair("relation.authority", &event.relation.authority)}) {
        TYST_TRY(check_text(*text, path));
    }
    if (!event.language.empty() && !codes.contains("language", event.language)) {
        return refuse(
            ErrorCode::unknown_code,
            "language",
            fmt::format("{} is not in the code set 'language'", in_quotes(event.language))
        );
    }
    return {};
}

Result<void> check_attachments(const std::vector<Attachment>& attachments) {
    TYST_TRY(check_size(attachments.size(), "attachments"));
    for (std::size_t place = 0; place < attachments.size(); ++place) {
        const std::string path = path_of("attachments", place);
        if (attachments[place].name.empty()) {
            return refuse(ErrorCode::missing_field, path_of(path, "name"), "it has to be given");
        }
        TYST_TRY(check_text(attachments[place].name, path_of(path, "name")));
        if (attachments[place].content.size() > kAttachmentSizeMax) {
            return refuse(
                ErrorCode::too_large,
                path,
                fmt::format(
                    "{} bytes; at most {} are taken",
                    attachments[place].content.size(),
                    kAttachmentSizeMax
                )
            );
        }
    }
    return {};
}

// A legal status ends by its name or by the event that started it: one of them has to be there.
Result<void> check_body_rules(const Event& event) {
    const auto* const ended = std::get_if<LegalStatusEnded>(&event.body);
    if (ended != nullptr && event.relation.kind == RelationKind::none && ended->status.empty() &&
        ended->started.is_zero()) {
        return refuse(
            ErrorCode::missing_field, "body.status", "either it or `started` has to be given"
        );
    }
    return {};
}

}  // namespace

Result<void> check_event(const Event& event, const CodeBook& codes) {
    TYST_TRY(check_envelope(event, codes));
    TYST_TRY(check_relation(event));
    const BodyCheck checker(codes);
    const auto wanted = [&event](std::string_view name) {
        return event.relation.kind != RelationKind::corrects ||
               std::ranges::find(event.relation.fields, name) != event.relation.fields.end();
    };
    TYST_TRY(std::visit(
        [&](const auto& body) { return checker.check(body, "body", wanted); }, event.body
    ));
    TYST_TRY(check_body_rules(event));
    return check_attachments(event.attachments);
}

Result<void> check_subject(const SubjectReference& subject, std::string_view path) {
    if (subject.source.empty()) {
        return refuse(ErrorCode::missing_field, path_of(path, "source"), "it has to be given");
    }
    if (subject.reference.empty()) {
        return refuse(ErrorCode::missing_field, path_of(path, "reference"), "it has to be given");
    }
    TYST_TRY(check_text(subject.source, path_of(path, "source")));
    TYST_TRY(check_text(subject.reference, path_of(path, "reference")));
    const bool is_child = subject.kind == SubjectKind::child;
    if (is_child != (subject.compartment != Compartment::none)) {
        return refuse(
            ErrorCode::invalid_value,
            path_of(path, "compartment"),
            "a child's record has one, no other subject does"
        );
    }
    return {};
}

Result<void> check_submission(const Submission& submission, const CodeBook& codes) {
    TYST_TRY(check_subject(submission.subject, "subject"));
    return check_event(submission.event, codes);
}

}  // namespace tyst
