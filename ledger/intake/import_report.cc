#include "ledger/intake/import_report.h"

#include <algorithm>
#include <utility>

#include <boost/json.hpp>

#include "schema/event_catalogue.h"

namespace tyst {
namespace {

struct KindText {
    ImportFindingKind kind;
    std::string_view name;
    std::string_view explanation;
};

using Kind = ImportFindingKind;

constexpr std::array<KindText, kImportFindingKindCount> kKinds{{
    {Kind::child_not_in_header,
     "child_not_in_header",
     "The header has no row for the child; its facts are taken, identity is unknown."},
    {Kind::birth_date_disagrees,
     "birth_date_disagrees",
     "The row repeats another date of birth than the header; the header's is taken."},
    {Kind::sex_disagrees,
     "sex_disagrees",
     "The row repeats another sex than the header; the header's is taken."},
    {Kind::missing_value, "missing_value", "A value that the return requires is empty."},
    {Kind::duplicate_row, "duplicate_row", "The row stands in the file more than once."},
    {Kind::same_key_row,
     "same_key_row",
     "Another row of the child in this table has the same day (or key) and other content; both are "
     "taken."},
    {Kind::restated_differently,
     "restated_differently",
     "Another return states the row differently. What the later return says is recorded as a "
     "correction; what it leaves empty, and what an earlier return says that came late, changes "
     "nothing."},
    {Kind::no_longer_stated,
     "no_longer_stated",
     "Another return has a row of this child that holds in the collection year, an episode for "
     "instance or an absence that went on, and that this return leaves out; it stays as last "
     "stated."},
    {Kind::dated_after_received,
     "dated_after_received",
     "The row is dated after the return was received; a review so dated satisfies nothing."},
    {Kind::after_collection_year,
     "after_collection_year",
     "The episode begins or ends after the collection year."},
    {Kind::end_before_start, "end_before_start", "The row ends before it begins."},
    {Kind::starts_and_ends_same_day,
     "starts_and_ends_same_day",
     "The episode begins and ends on one day: under 24 hours is not looked after."},
    {Kind::end_date_without_reason,
     "end_date_without_reason",
     "The row has an end date and no reason for ending."},
    {Kind::end_reason_without_date,
     "end_reason_without_date",
     "The row has a reason for its end (an episode: for leaving care) and no end date; it stays "
     "open."},
    {Kind::open_with_continuation,
     "open_with_continuation",
     "The episode has no end date but says that another follows (X1); it stays open."},
    {Kind::open_row_followed,
     "open_row_followed",
     "The episode has no end date and another follows; no end is made up for it."},
    {Kind::continuation_without_next_row,
     "continuation_without_next_row",
     "The episode says that another follows on its last day (X1), and none does; care, status and "
     "placement stay open."},
    {Kind::overlap, "overlap", "The episode begins before the one before it ends; both are taken."},
    {Kind::gap,
     "gap",
     "The episode continues care but begins after the one before it ended; both are taken."},
    {Kind::first_row_not_a_start,
     "first_row_not_a_start",
     "The first episode held is no start of care: care began on that day or earlier."},
    {Kind::start_without_leaving,
     "start_without_leaving",
     "The episode starts care although the one before it did not end care."},
    {Kind::continues_after_leaving,
     "continues_after_leaving",
     "The episode continues care although the one before it ended care."},
    {Kind::reason_disagrees_with_change,
     "reason_disagrees_with_change",
     "The reason for the new episode (RNE) is not what changed; both what it says and what differs "
     "are taken as changes."},
    {Kind::need_changed,
     "need_changed",
     "The category of need differs within a period of care; the first one stands."},
    {Kind::temporary_placement_first,
     "temporary_placement_first",
     "Care begins in a temporary placement."},
    {Kind::temporary_placement_not_returned,
     "temporary_placement_not_returned",
     "After a temporary placement the child did not go back to the placement before it."},
}};

boost::json::object counts(const ImportRowCounts& rows) {
    return {
        {"read", rows.read},
        {"understood", rows.understood},
        {"refused", rows.refused},
        {"erased", rows.erased}
    };
}

boost::json::array tables(const ImportReport& report) {
    boost::json::array result;
    for (const auto& table : report.tables) {
        boost::json::object one{{"table", table.table}, {"file", table.file}};
        one["rows"] = counts(table.rows);
        result.push_back(std::move(one));
    }
    return result;
}

boost::json::array refusals(const ImportReport& report) {
    boost::json::array result;
    for (const auto& refusal : report.refusals) {
        result.push_back(boost::json::object{
            {"file", refusal.file},
            {"line", refusal.line},
            {"column", refusal.column},
            {"value", refusal.value},
            {"reason", refusal.reason},
            {"whole_row", refusal.whole_row}
        });
    }
    return result;
}

boost::json::array findings(const ImportReport& report, std::size_t examples) {
    boost::json::array result;
    for (std::size_t at = 0; at < report.findings.size();) {
        const auto kind = report.findings[at].kind;
        const std::uint64_t count = report.count(kind);
        boost::json::array places;
        for (std::size_t one = at; one < at + std::min<std::size_t>(examples, count); ++one) {
            const auto& finding = report.findings[one];
            places.push_back(boost::json::object{{"file", finding.file}, {"line", finding.line}});
        }
        result.push_back(boost::json::object{
            {"kind", std::string(name(kind))},
            {"count", count},
            {"explanation", std::string(explanation(kind))},
            {"examples", std::move(places)}
        });
        at += count;
    }
    return result;
}

boost::json::array strings(const std::vector<std::string>& texts) {
    boost::json::array result;
    for (const auto& text : texts)
        result.emplace_back(text);
    return result;
}

}  // namespace

std::string_view name(ImportFindingKind kind) {
    return kKinds[static_cast<std::size_t>(kind)].name;
}

std::string_view explanation(ImportFindingKind kind) {
    return kKinds[static_cast<std::size_t>(kind)].explanation;
}

std::uint64_t ImportReport::written() const {
    std::uint64_t sum = 0;
    for (const auto& [type, count] : events_written)
        sum += count;
    return sum;
}

std::uint64_t ImportReport::count(ImportFindingKind kind) const {
    return static_cast<std::uint64_t>(std::ranges::count(findings, kind, &ImportFinding::kind));
}

ImportRowCounts ImportReport::rows() const {
    ImportRowCounts sum;
    for (const auto& table : tables) {
        sum.read += table.rows.read;
        sum.understood += table.rows.understood;
        sum.refused += table.rows.refused;
        sum.erased += table.rows.erased;
    }
    return sum;
}

std::string to_json(const ImportReport& report, std::size_t examples) {
    boost::json::object written;
    for (const auto& [type, count] : report.events_written) {
        written[std::string(name_of(type))] = count;
    }
    boost::json::object result{
        {"form", report.form},
        {"year", report.year},
        {"received", to_text(report.received)},
        {"return", report.return_reference},
        {"children", report.children},
        {"children_erased", report.children_erased}
    };
    result["tables"] = tables(report);
    result["rows"] = counts(report.rows());
    result["files_ignored"] = strings(report.files_ignored);
    result["events_written"] = std::move(written);
    result["events_already_known"] = report.events_already_known;
    result["refusals"] = refusals(report);
    result["findings"] = findings(report, examples);
    return boost::json::serialize(result);
}

}  // namespace tyst
