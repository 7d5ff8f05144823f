#include <fstream>
#include <iterator>
#include <set>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "schema/event_catalogue.h"
#include "schema/event_json.h"
#include "tests/schema/test_codes.h"

namespace tyst {
namespace {

std::string events_page() {
    std::ifstream file(TYST_SOURCE_DIR "/docs/events.md", std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<std::string> json_blocks(const std::string& page) {
    constexpr std::string_view kStart = "```json\n";
    std::vector<std::string> blocks;
    for (std::size_t place = page.find(kStart); place != std::string::npos;
         place = page.find(kStart, place)) {
        place += kStart.size();
        blocks.push_back(page.substr(place, page.find("```", place) - place));
    }
    return blocks;
}

std::string field_table(EventType type) {
    std::string table = "| field | kind | codes | required |\n| --- | --- | --- | --- |\n";
    for (const FieldDescription& row : describe_fields(type)) {
        table += fmt::format(
            "| `{}` | {} | {} | {} |\n",
            row.name,
            row.kind,
            row.set.empty() ? "" : "`" + row.set + "`",
            row.required ? "yes" : ""
        );
    }
    return table;
}

TEST_CASE("docs: events.md shows every type and every relation, and the reader takes each example"
) {
    const CodeBook codes = shipped_codes();
    std::set<EventType> types;
    std::set<RelationKind> relations;
    for (const std::string& block : json_blocks(events_page())) {
        INFO(block);
        const Result<Submission> read = submission_from_json(block, codes);
        INFO((read ? std::string() : read.error().context));
        REQUIRE(read);
        types.insert(type_of(read->event.body));
        relations.insert(read->event.relation.kind);
    }
    for (const EventType type : event_types()) {
        INFO(name_of(type));
        CHECK(types.contains(type));
    }
    CHECK(relations.size() == 4);
}

TEST_CASE("docs: the tables of events.md are those of the program") {
    const std::string page = events_page();
    for (const EventType type : event_types()) {
        const std::string heading =
            fmt::format("### {} ({})\n", name_of(type), static_cast<unsigned>(type));
        INFO(heading);
        const std::size_t place = page.find(heading);
        REQUIRE(place != std::string::npos);
        const std::size_t table = page.find("| field |", place);
        CHECK(page.substr(table, field_table(type).size()) == field_table(type));
    }
}

}  // namespace
}  // namespace tyst
