#include "tests/ledger/intake/intake_fixture.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <utility>

#include "schema/event_catalogue.h"
#include "tests/support/embedded_reference.h"

namespace tyst::test {
namespace {

std::vector<std::string> split(std::string_view line) {
    std::vector<std::string> values(1);
    for (const char letter : line) {
        if (letter == ',') {
            values.emplace_back();
        } else {
            values.back() += letter;
        }
    }
    return values;
}

// A readable id that differs wherever one of the three differs.
EventId made_up_id(std::string_view table, std::string_view row, std::string_view occurrence) {
    const std::string text =
        std::string(table) + "/" + std::string(row) + "/" + std::string(occurrence);
    EventId id;
    std::uint64_t high = 0xcbf29ce484222325ULL;
    std::uint64_t low = 0x9e3779b97f4a7c15ULL;
    for (const char letter : text) {
        high = (high ^ static_cast<std::uint8_t>(letter)) * 0x100000001b3ULL;
        low = (low + static_cast<std::uint8_t>(letter)) * 0xff51afd7ed558ccdULL;
        low ^= low >> 29U;
    }
    for (std::size_t at = 0; at < 8; ++at) {
        id.bytes[at] = static_cast<std::uint8_t>(high >> (8 * at));
        id.bytes[8 + at] = static_cast<std::uint8_t>(low >> (8 * at));
    }
    return id;
}

std::string details(const Body& body) {
    if (const auto* started = std::get_if<LookedAfterStarted>(&body)) {
        return started->route + " " + started->legal_status + " " + started->category_of_need;
    }
    if (const auto* ended = std::get_if<LookedAfterEnded>(&body)) {
        return ended->route + " " + ended->reason;
    }
    if (const auto* status = std::get_if<LegalStatusStarted>(&body)) return status->status;
    if (const auto* status = std::get_if<LegalStatusEnded>(&body)) {
        return status->status + " " + status->reason;
    }
    if (const auto* placement = std::get_if<PlacementStarted>(&body)) {
        return placement->setting + (placement->temporary ? " temporary" : "");
    }
    if (const auto* placement = std::get_if<PlacementEnded>(&body)) return placement->reason;
    if (const auto* review = std::get_if<ReviewHeld>(&body)) return review->participation;
    if (const auto* allocation = std::get_if<AllocationStarted>(&body)) {
        return allocation->role + " " + allocation->worker.value().reference;
    }
    if (const auto* allocation = std::get_if<AllocationEnded>(&body)) return allocation->reason;
    if (const auto* missing = std::get_if<MissingStarted>(&body)) return missing->kind;
    if (const auto* made = std::get_if<AdoptionDecisionMade>(&body)) {
        return made->decision + " " + made->reason;
    }
    if (const auto* before = std::get_if<PreviousPermanenceRecorded>(&body)) {
        return before->order + " " + before->authority + " " + before->ordered;
    }
    return "";
}

}  // namespace

CodeBook shipped_codes() {
    return shipped_reference_set().codes();
}

std::string header_of(Ssda903Table table) {
    std::string line;
    for (const auto column : shape_of(table).columns) {
        line += (line.empty() ? "" : ",") + std::string(column);
    }
    return line + "\n";
}

void ReturnFolder::add(Ssda903Table table, std::string_view line) {
    auto& text = tables_[table];
    if (text.empty()) text = header_of(table);
    text += std::string(line) + "\n";
}

void ReturnFolder::write(const std::filesystem::path& directory) const {
    std::filesystem::create_directories(directory);
    for (const auto& [table, text] : tables_) {
        write_file(directory / (std::string(shape_of(table).name) + ".csv"), text);
    }
}

void write_file(const std::filesystem::path& path, std::string_view content) {
    std::ofstream output(path, std::ios::binary);
    output.write(content.data(), static_cast<std::streamsize>(content.size()));
    if (!output.flush()) throw std::runtime_error("cannot write " + path.string());
}

ChildRows::ChildRows(int year, Date received) : year_(year), received_(received) {}

ChildRows& ChildRows::row(Ssda903Table table, std::string_view line) {
    auto& rows = returns_.back();
    const auto before = std::ranges::count(rows, table, &Row::table);
    rows.push_back({table, static_cast<std::uint32_t>(before + 2), split(line)});
    return *this;
}

ChildRows& ChildRows::next_return() {
    returns_.emplace_back();
    return *this;
}

Ssda903ChildFacts ChildRows::map() const {
    const CodeBook book = shipped_codes();
    const Ssda903Codes codes(book);
    std::vector<Ssda903Statement> statements;
    for (const auto& rows : returns_) {
        auto& statement = statements.emplace_back();
        statement.time = {year_, received_};
        for (const auto& row : rows) {
            statement.rows.push_back({row.table, row.line, {row.values.begin(), row.values.end()}});
        }
    }
    statements.back().current = true;
    Ssda903Context context;
    context.codes = &codes;
    context.year = year_;
    context.received = received_;
    context.event_id = made_up_id;
    return map_ssda903_child("101", statements, context);
}

std::vector<std::string> told(const Ssda903ChildFacts& facts) {
    std::vector<std::string> lines;
    for (const auto& event : facts.events) {
        std::string line = to_text(event.occurred.date) + " " +
                           std::string(name_of(type_of(event.body))) + " " + details(event.body);
        while (line.ends_with(' '))
            line.pop_back();
        lines.push_back(line);
    }
    return lines;
}

std::vector<std::string> found(const Ssda903ChildFacts& facts) {
    auto findings = facts.findings;
    std::ranges::sort(findings);
    std::vector<std::string> lines;
    for (const auto& finding : findings) {
        lines.push_back(std::string(name(finding.kind)) + " " + std::to_string(finding.line));
    }
    return lines;
}

std::vector<std::string> refused(const Ssda903ChildFacts& facts) {
    std::vector<std::string> lines;
    for (const auto& refusal : facts.refusals) {
        lines.push_back(
            refusal.file + " " + std::to_string(refusal.line) + " " + refusal.column + " " +
            refusal.value + (refusal.whole_row ? "" : " (value)")
        );
    }
    return lines;
}

}  // namespace tyst::test
