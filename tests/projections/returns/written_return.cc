#include "tests/projections/returns/written_return.h"

#include <set>

#include <catch2/catch.hpp>

#include "tests/support/embedded_reference.h"

namespace tyst::test {
namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t end = text.find(separator); end != std::string_view::npos;
         end = text.find(separator)) {
        parts.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    parts.push_back(text);
    return parts;
}

std::size_t table_place(const ReturnLayout& layout, std::string_view id) {
    const ReturnTableLayout* const table = layout.table(id);
    INFO(id);
    REQUIRE(table != nullptr);
    return static_cast<std::size_t>(table - layout.tables.data());
}

}  // namespace

const ReturnForm& ssda903_form() {
    static const ReferenceSet reference = shipped_reference_set();
    const ReturnForm* const form = reference.return_form("ssda903");
    REQUIRE(form != nullptr);
    return *form;
}

WrittenReturns& WrittenReturns::year(int year, const std::vector<std::string>& rows) {
    const ReturnLayout& layout = ssda903_form().layout(year);
    ReturnSnapshotBuilder builder(year, layout, pool_);
    std::uint32_t line = 1;
    for (const std::string& row : rows) {
        const auto parts = split(row, '|');
        const std::size_t table = table_place(layout, parts.front());
        std::vector<std::string_view> values(layout.tables[table].columns.size());
        values.front() = "C1";
        for (std::size_t part = 1; part < parts.size(); ++part) {
            if (parts[part].empty()) {
                continue;
            }
            const std::size_t sign = parts[part].find('=');
            const auto column = layout.tables[table].place_of(parts[part].substr(0, sign));
            INFO(parts[part]);
            REQUIRE(column);
            values[*column] = parts[part].substr(sign + 1);
        }
        builder.add_row(table, ++line, values);
    }
    snapshots_.push_back(std::make_shared<const ReturnSnapshot>(builder.finish()));
    return *this;
}

ReturnCheckInput WrittenReturns::input() const {
    ReturnCheckInput input;
    for (const auto& snapshot : snapshots_) {
        input.earlier.push_back(snapshot.get());
    }
    input.current = input.earlier.back();
    input.earlier.pop_back();
    return input;
}

ReturnChecks WrittenReturns::checks(unsigned threads, std::span<const std::size_t> order) const {
    return check_return(input(), threads, order);
}

std::vector<std::string> WrittenReturns::found() const {
    std::set<std::string> codes;
    for (const ReturnFinding& finding : checks().findings) {
        codes.emplace(return_rules()[finding.rule].code);
    }
    return {codes.begin(), codes.end()};
}

}  // namespace tyst::test
