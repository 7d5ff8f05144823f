#include <algorithm>
#include <array>
#include <map>

#include <catch2/catch.hpp>

#include "cli/sample/sample.h"
#include "ledger/intake/ssda903_child.h"
#include "ledger/intake/ssda903_received.h"
#include "tests/projections/returns/exported_child.h"
#include "tests/projections/returns/written_return.h"
#include "tests/support/temporary_directory.h"

namespace tyst {
namespace {

constexpr std::uint32_t kChildren = 1000;  // of whom one at least is adopted
constexpr std::array<std::string_view, 6> kTables = {
    "oc2", "oc3", "ad1", "placed_for_adoption", "previous_permanence", "missing"
};

using RowTexts = std::vector<std::vector<std::string>>;
using Tables = std::map<std::string, RowTexts, std::less<>>;

// Different arguments give different ids; what they are does not matter here.
class Ids {
  public:
    EventId of(std::string_view table, std::string_view row, std::string_view occurrence) {
        const std::string key =
            std::string(table) + "/" + std::string(row) + "/" + std::string(occurrence);
        const auto [place, fresh] = ids_.try_emplace(key, EventId{});
        if (fresh) {
            place->second.bytes[0] = static_cast<std::uint8_t>(ids_.size());
            place->second.bytes[1] = static_cast<std::uint8_t>(ids_.size() >> 8U);
        }
        return place->second;
    }

  private:
    std::map<std::string, EventId> ids_;
};

// A child's rows as the facts that an import writes of them.
std::vector<StoredEvent> facts_of(const Ssda903Child& child, int year) {
    static const Ssda903Codes codes(test::shipped_reference().codes());
    Ids ids;
    Ssda903Context context;
    context.codes = &codes;
    context.year = year;
    context.received = Date::of(year, 5, 24);
    context.event_id = [&](auto table, auto row, auto occurrence) {
        return ids.of(table, row, occurrence);
    };
    const std::vector<Ssda903Statement> statements{{child.rows, true, {year, context.received}}};
    std::vector<StoredEvent> stored;
    for (Event& event : map_ssda903_child(child.reference, statements, context).events) {
        StoredEvent& one = stored.emplace_back();
        one.index = {stored.size()};
        one.stream.bytes[0] = 1;
        one.revision = {stored.size() - 1};
        one.recorded = event.learned.value();
        one.event = std::move(event);
    }
    return stored;
}

Tables written_of(const Ssda903Child& child) {
    Tables tables;
    for (const Ssda903Row& row : child.rows) {
        tables[std::string(shape_of(row.table).name)].push_back(
            {row.values.begin(), row.values.end()}
        );
    }
    return tables;
}

Tables exported_of(const Ssda903Child& child, int year) {
    const std::vector<StoredEvent> facts = facts_of(child, year);
    const Question question{
        Date::of(year, 3, 31), end_of_london_day(Date::of(2099, 12, 31)), false
    };
    const History history = fold(facts, question, test::test_codes());
    Tables tables;
    for (const ExportedRow& row : test::exported(history, year, child.reference).rows) {
        tables[std::string(row.table)].push_back(row.values);
    }
    return tables;
}

RowTexts sorted_rows(Tables& tables, std::string_view table) {
    const auto found = tables.find(table);
    if (found == tables.end()) return {};
    std::ranges::sort(found->second);
    return found->second;
}

TEST_CASE("export: what a generated return says in the tables of facts comes out again, row by row"
) {
    for (const int year : {2017, 2021, 2022, 2025, 2027}) {
        INFO(year);
        const test::TemporaryDirectory folder;
        SsdaOptions options;
        options.children = kChildren;
        options.year = static_cast<std::uint32_t>(year);
        options.seed = 7;
        const auto made = write_ssda903(folder.path(), options);
        REQUIRE(made);
        const auto received = read_ssda903_return(folder.path(), year);
        REQUIRE(received);
        std::map<std::string_view, std::size_t> compared;
        std::size_t not_in_return = 0;
        for (const Ssda903Child& child : sort_by_child(*received).children) {
            INFO(child.reference);
            Tables written = written_of(child);
            Tables exported = exported_of(child, year);
            // Without a row of the header nobody knows the birth date that every table repeats.
            if (!written.contains("header")) continue;
            // Its only episode could not be read, so that nothing puts the child into a return.
            if (exported.empty()) {
                ++not_in_return;
                continue;
            }
            for (const std::string_view table : kTables) {
                INFO(table);
                const RowTexts rows = sorted_rows(written, table);
                CHECK(rows == sorted_rows(exported, table));
                compared[table] += rows.size();
            }
        }
        CHECK(
            not_in_return <= made->faults.at("unknown_code") + made->faults.at("impossible_date")
        );
        for (const std::string_view table : kTables) {
            INFO(table);
            CHECK(compared[table] > 0);
        }
    }
}

}  // namespace
}  // namespace tyst
