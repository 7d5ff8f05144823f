#pragma once

#include "schema/bodies/administration_fields.h"
#include "schema/event.h"
#include "schema/field_table.h"

namespace tyst {

template <>
struct Describe<ReturnSent> {
    using T = ReturnSent;
    static constexpr EventType type = EventType::return_sent;
    static constexpr std::string_view name = "return_sent";
    static constexpr auto fields = std::tuple(
        fields::required_code("form", &T::form, "return-form"),
        fields::required("year", &T::year),
        fields::required("sent", &T::sent),
        fields::required_code("policy", &T::policy, "statement-policy"),
        fields::required("size", &T::size),
        fields::required("root", &T::root),
        fields::optional("files", &T::files),
        fields::optional("rows_of_no_child", &T::rows_of_no_child)
    );
};

template <>
struct Describe<ReturnRowsSent> {
    using T = ReturnRowsSent;
    static constexpr EventType type = EventType::return_rows_sent;
    static constexpr std::string_view name = "return_rows_sent";
    static constexpr auto fields = std::tuple(
        fields::required("sent_return", &T::sent_return), fields::required("rows", &T::rows)
    );
};

template <>
struct Describe<StatedTotal> {
    using T = StatedTotal;
    static constexpr auto fields =
        std::tuple(fields::required("id", &T::id), fields::optional("value", &T::value));
};

template <>
struct Describe<ReturnTotalsKept> {
    using T = ReturnTotalsKept;
    static constexpr EventType type = EventType::return_totals_kept;
    static constexpr std::string_view name = "return_totals_kept";
    static constexpr auto fields = std::tuple(
        fields::required("statement", &T::statement),
        fields::required("totals", &T::totals),
        fields::required("rules", &T::rules)
    );
};

template <>
struct Describe<ReturnFindingExplained> {
    using T = ReturnFindingExplained;
    static constexpr EventType type = EventType::return_finding_explained;
    static constexpr std::string_view name = "return_finding_explained";
    static constexpr auto fields = std::tuple(
        fields::required_code("form", &T::form, "return-form"),
        fields::required("year", &T::year),
        fields::required("rule", &T::rule),
        fields::optional("rule_version", &T::rule_version),
        fields::required("table", &T::table),
        fields::optional("row", &T::row),
        fields::required("data", &T::data),
        fields::required("explanation", &T::explanation),
        fields::optional("explained_by", &T::explained_by)
    );
};

template <>
struct Describe<TargetSet> {
    using T = TargetSet;
    static constexpr EventType type = EventType::target_set;
    static constexpr std::string_view name = "target_set";
    static constexpr auto fields = std::tuple(
        fields::required("action", &T::action),
        fields::required("text_en", &T::text_en),
        fields::optional("text_cy", &T::text_cy),
        fields::optional("figure", &T::figure),
        fields::code("direction", &T::direction, "target-direction"),
        fields::optional("baseline_day", &T::baseline_day),
        fields::optional("baseline", &T::baseline),
        fields::optional("target", &T::target),
        fields::optional("target_day", &T::target_day),
        fields::optional("due", &T::due),
        fields::optional("owner", &T::owner)
    );
};

template <>
struct Describe<TargetProgressRecorded> {
    using T = TargetProgressRecorded;
    static constexpr EventType type = EventType::target_progress_recorded;
    static constexpr std::string_view name = "target_progress_recorded";
    static constexpr auto fields = std::tuple(
        fields::required("action", &T::action),
        fields::required_code("state", &T::state, "target-state"),
        fields::optional("statement", &T::statement),
        fields::optional("said_by", &T::said_by)
    );
};

}  // namespace tyst
