#include "cli/printed_figures.h"

#include <algorithm>
#include <map>
#include <optional>
#include <ostream>
#include <tuple>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "cli/output.h"
#include "cli/table.h"

namespace tyst::cli {
namespace {

// What became of one row.
struct Beside {
    const PrintedRow* row = nullptr;
    std::string figure;  // ids joined with " + "
    std::optional<std::int64_t> computed;
    std::string result;  // agrees, differs, target, not-held-here, not-from-events
    std::string reason;
};

std::string joined(const std::vector<std::string>& ids) {
    std::string text;
    for (const std::string& id : ids) {
        text += (text.empty() ? "" : " + ") + id;
    }
    return text;
}

// The least number of the group with the most cases; of several the lowest.
std::int64_t largest_number(const FigureTables& tables, const FigureFamily& family) {
    std::uint64_t most = 0;
    std::int64_t number = 0;
    for (const FigureTable& table : tables.tables) {
        if (table.family != &family) continue;
        for (std::size_t group = 0; group < table.parts.size(); ++group) {
            const std::uint64_t value = tables.cells[table.parts[group]].value;
            if (value > most && !family.groups[group].rest) {
                most = value;
                number = family.groups[group].from.value_or(0);
            }
        }
        break;
    }
    return number;
}

// The count that has the figure or is cut by its family.
const FigureCount* count_of(
    const FigureTables& tables, const FigureBook& book, const std::string& figure
) {
    if (const FigureCount* count = book.find_count(figure)) return count;
    for (const FigureTable& table : tables.tables) {
        for (const std::size_t part : table.parts) {
            if (tables.cells[part].id == figure) return table.count;
        }
    }
    return nullptr;
}

void judge(
    Beside& beside, const FigureTables& tables, const Reading& reading, const FigureBook& book
) {
    const PrintedRow& row = *beside.row;
    for (const std::string& id : row.figures) {
        const FigureCount* count = count_of(tables, book, id);
        if (count != nullptr && !held_here(*count, reading, *row.as_at)) {
            beside.result = "not-held-here";
            beside.reason = "no source of this ledger supplies '" + count->needs + "' on that day";
            return;
        }
        beside.computed =
            beside.computed.value_or(0) + static_cast<std::int64_t>(tables.find(id)->value);
    }
    if (!row.largest_of.empty()) {
        beside.computed = largest_number(tables, *book.find_family(row.largest_of));
    }
    beside.result = row.target ? "target" : *beside.computed == *row.value ? "agrees" : "differs";
}

Result<std::vector<Beside>> lay_beside(
    Reading& reading, const FigureBook& book, const PrintedTable& table
) {
    std::vector<Beside> all;
    std::map<std::pair<Date, Date>, std::vector<std::size_t>> asked;  // by last and first day
    for (const PrintedRow& row : table.rows) {
        Beside beside{&row, joined(row.figures), std::nullopt, "not-from-events", row.reason.en};
        if (!row.largest_of.empty()) beside.figure = row.largest_of + ".*";
        if (row.reason.en.empty()) {
            const Period period = row.from ? Period{*row.from, *row.as_at} : year_to(*row.as_at);
            asked[{period.to, period.from}].push_back(all.size());
        }
        all.push_back(std::move(beside));
    }
    for (const auto& [days, rows] : asked) {
        TYST_ASSIGN(
            const LedgerCases counted, count_cases(reading, days.first, {days.second, days.first})
        );
        const FigureTables tables = tabulate(counted.cases, book);
        for (const std::size_t place : rows) {
            judge(all[place], tables, reading, book);
        }
    }
    return all;
}

std::string day_text(const PrintedRow& row) {
    if (!row.as_at) return "";
    return row.from ? to_text(*row.from) + ".." + to_text(*row.as_at) : to_text(*row.as_at);
}

boost::json::object beside_json(const Beside& beside) {
    const PrintedRow& row = *beside.row;
    boost::json::object json{
        {"row", row.id},
        {"title_en", row.title.en},
        {"title_cy", row.title.cy},
        {"days", day_text(row)},
        {"figures", texts_json(row.figures)},
        {"printed", row.printed},
        {"value", row.value ? boost::json::value(*row.value) : boost::json::value(nullptr)},
        {"computed",
         beside.computed ? boost::json::value(*beside.computed) : boost::json::value(nullptr)},
        {"result", beside.result},
    };
    if (!row.largest_of.empty()) json["largest_of"] = row.largest_of;
    if (!beside.reason.empty()) json["reason_en"] = beside.reason;
    if (!row.reason.cy.empty()) json["reason_cy"] = row.reason.cy;
    return json;
}

}  // namespace

Result<void> print_beside(
    std::ostream& out, Reading& reading, const FigureBook& book, const PrintedTable& table
) {
    TYST_ASSIGN(const std::vector<Beside> all, lay_beside(reading, book, table));
    if (reading.format == OutputFormat::json) {
        boost::json::object answer = frame_json(reading);
        answer["strategy"] = table.id;
        answer["source"] = table.source;
        answer["authority"] = table.authority;
        boost::json::array rows;
        for (const Beside& beside : all) {
            rows.push_back(beside_json(beside));
        }
        answer["rows"] = std::move(rows);
        print_json(out, answer);
        return {};
    }
    Table printed(
        {{"row", "Row"},
         {"title", "What is printed"},
         {"days", "Day or period"},
         {"figure", "Figure"},
         {"printed", "Printed", Align::right},
         {"computed", "Computed", Align::right},
         {"result", "Result"},
         {"reason", "Why not"}}
    );
    for (const Beside& beside : all) {
        printed.add_row(
            {beside.row->id,
             beside.row->title.en,
             day_text(*beside.row),
             beside.figure,
             beside.row->printed,
             beside.computed ? std::to_string(*beside.computed) : "",
             beside.result,
             beside.reason}
        );
    }
    if (reading.format == OutputFormat::csv) {
        printed.print_csv(out);
        return {};
    }
    out << table.title.en << " (" << table.source << ")\n";
    printed.print_text(out);
    std::map<std::string, int> results;
    for (const Beside& beside : all) {
        ++results[beside.result];
    }
    std::string summary;
    for (const auto& [result, count] : results) {
        summary += fmt::format("{}{} {}", summary.empty() ? "" : ", ", count, result);
    }
    out << summary << '\n';
    return {};
}

}  // namespace tyst::cli
