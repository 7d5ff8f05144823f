#pragma once

#include "schema/event.h"
#include "schema/field_table.h"

namespace tyst {

template <>
struct Describe<DocumentAttached> {
    using T = DocumentAttached;
    static constexpr EventType type = EventType::document_attached;
    static constexpr std::string_view name = "document_attached";
    static constexpr auto fields = std::tuple(
        fields::required_code("kind", &T::kind, "document-kind"),
        fields::optional("title", &T::title),
        fields::optional("media_type", &T::media_type),
        fields::required("digest", &T::digest),
        fields::optional("size", &T::size),
        fields::optional("about", &T::about)
    );
};

template <>
struct Describe<CoverageDeclared> {
    using T = CoverageDeclared;
    static constexpr EventType type = EventType::coverage_declared;
    static constexpr std::string_view name = "coverage_declared";
    static constexpr auto fields = std::tuple(
        fields::required("source", &T::source),
        fields::required_code("facts", &T::facts, "fact-kind"),
        fields::required("from", &T::from),
        fields::optional("to", &T::to)
    );
};

template <>
struct Describe<ReferenceFile> {
    using T = ReferenceFile;
    static constexpr auto fields =
        std::tuple(fields::required("path", &T::path), fields::required("digest", &T::digest));
};

template <>
struct Describe<ReferenceSetAdopted> {
    using T = ReferenceSetAdopted;
    static constexpr EventType type = EventType::reference_set_adopted;
    static constexpr std::string_view name = "reference_set_adopted";
    static constexpr auto fields = std::tuple(
        fields::required("name", &T::name),
        fields::required("version", &T::version),
        fields::required("digest", &T::digest),
        fields::required("files", &T::files)
    );
};

template <>
struct Describe<SampleDeclared> {
    using T = SampleDeclared;
    static constexpr EventType type = EventType::sample_declared;
    static constexpr std::string_view name = "sample_declared";
    static constexpr auto fields = std::tuple(
        fields::required("name", &T::name),
        fields::required("seed", &T::seed),
        fields::required("today", &T::today)
    );
};

template <>
struct Describe<ReceivedRow> {
    using T = ReceivedRow;
    static constexpr auto fields = std::tuple(
        fields::required("table", &T::table),
        fields::required("line", &T::line),
        fields::required("values", &T::values)
    );
};

template <>
struct Describe<ReceivedFile> {
    using T = ReceivedFile;
    static constexpr auto fields = std::tuple(
        fields::required("name", &T::name),
        fields::optional("table", &T::table),
        fields::required("rows", &T::rows),
        fields::optional("columns", &T::columns)
    );
};

template <>
struct Describe<ReturnReceived> {
    using T = ReturnReceived;
    static constexpr EventType type = EventType::return_received;
    static constexpr std::string_view name = "return_received";
    static constexpr auto fields = std::tuple(
        fields::required_code("form", &T::form, "return-form"),
        fields::required("year", &T::year),
        fields::required("received", &T::received),
        fields::optional("files", &T::files),
        fields::optional("rows_of_no_child", &T::rows_of_no_child)
    );
};

template <>
struct Describe<ReturnRowsReceived> {
    using T = ReturnRowsReceived;
    static constexpr EventType type = EventType::return_rows_received;
    static constexpr std::string_view name = "return_rows_received";
    static constexpr auto fields = std::tuple(
        fields::required("received_return", &T::received_return), fields::required("rows", &T::rows)
    );
};

template <>
struct Describe<ActorRegistered> {
    using T = ActorRegistered;
    static constexpr EventType type = EventType::actor_registered;
    static constexpr std::string_view name = "actor_registered";
    static constexpr auto fields = std::tuple(
        fields::required_code("kind", &T::kind, "actor-kind"), fields::required("name", &T::name)
    );
};

template <>
struct Describe<AccessRecorded> {
    using T = AccessRecorded;
    static constexpr EventType type = EventType::access_recorded;
    static constexpr std::string_view name = "access_recorded";
    static constexpr auto fields = std::tuple(
        fields::required_code("basis", &T::basis, "access-basis"),
        fields::required("what", &T::what),
        fields::optional("filters", &T::filters),
        fields::optional("children", &T::children),
        fields::optional("count", &T::count),
        fields::required("digest", &T::digest)
    );
};

}  // namespace tyst
