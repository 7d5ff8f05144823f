#include "tests/ledger/erasure_fixture.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

#include "ledger/erasure_records.h"

namespace tyst::test {

ErasureFixture::ErasureFixture() {
    first = ledger().find_or_register({"account", "directory", "one", "Person One"}).value();
    second = ledger().find_or_register({"account", "directory", "two", "Person Two"}).value();
}

EventId ErasureFixture::record_in(StreamId stream, Body body, StreamId by) {
    PreparedEvent prepared = identity(stream, "");
    prepared.event.recorded_by = by;
    prepared.event.body = std::move(body);
    const EventId id = prepared.event.id;
    const auto appended = append({std::move(prepared)});
    INFO((appended ? "" : appended.error().context));
    REQUIRE(appended);
    return id;
}

LogIndex ErasureFixture::record(Body body, StreamId by) {
    (void)record_in(ledger().authority_stream(), std::move(body), by);
    return LogIndex{ledger().size() - 1};
}

EventId ErasureFixture::request(std::vector<StreamId> subjects, std::optional<Date> day) {
    ErasureRequested asked;
    std::ranges::sort(subjects);
    asked.subjects = std::move(subjects);
    asked.ground = "retention-ended";
    asked.rule = "synthetic-rule/1";
    asked.not_before = day.value_or(today());
    return record_in(ledger().authority_stream(), asked, first);
}

void ErasureFixture::approve(const EventId& request, StreamId by) {
    record(ErasureApproved{request}, by);
}

EventId ErasureFixture::ready(std::vector<StreamId> subjects) {
    const EventId asked = request(std::move(subjects));
    approve(asked, second);
    pass_delay();
    return asked;
}

void ErasureFixture::pass_delay() {
    clock.advance_seconds(std::int64_t{kErasureDelayDays} * 24 * 60 * 60);
}

void ErasureFixture::refuse(const EventId& request) {
    record(ErasureRefused{request, "not so"}, second);
}

EventId ErasureFixture::hold(StreamId record) {
    return record_in(record, LegalHoldPlaced{"record", "synthetic inquiry", "a court"}, second);
}

void ErasureFixture::lift(StreamId record, const EventId& hold) {
    (void)record_in(record, LegalHoldLifted{hold, "ended"}, second);
}

Result<Receipt> ErasureFixture::erase(const EventId& request) {
    return ledger().erase(request, second, whole_record);
}

Receipt ErasureFixture::destroy(std::vector<StreamId> subjects) {
    const auto receipt = erase(ready(std::move(subjects)));
    INFO((receipt ? "" : receipt.error().context));
    REQUIRE(receipt);
    return *receipt;
}

RecordErased ErasureFixture::receipt_body(const Receipt& receipt) {
    return std::get<RecordErased>(
        ledger().read(receipt.index, ReadDepth::event_only).value().event.body
    );
}

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void write_bytes(const std::filesystem::path& file, std::string_view bytes) {
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    REQUIRE(stream.good());
}

std::vector<std::string> files_with(
    const std::filesystem::path& directory, std::string_view bytes
) {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
        if (entry.is_regular_file() && bytes_of(entry.path()).find(bytes) != std::string::npos) {
            found.push_back(entry.path().string());
        }
    }
    return found;
}

}  // namespace tyst::test
