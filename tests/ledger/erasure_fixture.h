#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/ledger/ledger_fixture.h"

namespace tyst::test {

// A ledger in which two persons may have records destroyed. All synthetic.
class ErasureFixture : public LedgerFixture {
  public:
    ErasureFixture();

    // Told what is to be destroyed, from this day on (today where none is given).
    [[nodiscard]] EventId request(std::vector<StreamId> subjects, std::optional<Date> day = {});
    void approve(const EventId& request, StreamId by);
    // So much later that what was asked for now may be carried out.
    void pass_delay();
    // Requested by the first person and approved by the second, and the delay over.
    [[nodiscard]] EventId ready(std::vector<StreamId> subjects);
    void refuse(const EventId& request);
    [[nodiscard]] EventId hold(StreamId record);
    void lift(StreamId record, const EventId& hold);
    [[nodiscard]] Result<Receipt> erase(const EventId& request);
    // The check that erase() gives the ledger; it is told of every case and finds nothing, unless a
    // test has it find something.
    Ledger::ErasureCheck whole_record = [](const ErasureCase&) { return Result<void>(); };
    // Ready and erased; must succeed.
    Receipt destroy(std::vector<StreamId> subjects);
    [[nodiscard]] RecordErased receipt_body(const Receipt& receipt);
    // One event of the authority's own stream, or of another.
    LogIndex record(Body body, StreamId by);
    EventId record_in(StreamId stream, Body body, StreamId by);

    [[nodiscard]] Date today() const { return london_date(clock.now()); }
    [[nodiscard]] SubjectReference reference(const std::string& name) const {
        return {SubjectKind::child, Compartment::child_case, "sample", name};
    }

    StreamId first;  // the two persons
    StreamId second;
};

// The files below a directory that hold these bytes, anywhere in them.
[[nodiscard]] std::vector<std::string> files_with(
    const std::filesystem::path& directory, std::string_view bytes
);
[[nodiscard]] std::string bytes_of(const std::filesystem::path& file);
void write_bytes(const std::filesystem::path& file, std::string_view bytes);

}  // namespace tyst::test
