#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/ledger.h"
#include "tests/faults/faulty_disk.h"
#include "tests/ledger/ledger_fixture.h"

namespace tyst::test {

// A ledger with a history, closed, of which every trial gets a copy. Its rows lie in write-ahead
// logs, so that opening a copy writes tables too, and the next few events complete a tile.
class Base : public LedgerFixture {
  public:
    static constexpr std::uint64_t kEntries = 250;
    Base();
    // Copies the ledger and gives the options that open the copy, on a disk without faults.
    [[nodiscard]] OpenOptions copy_to(const std::filesystem::path& target) const;
    [[nodiscard]] OpenOptions options_of(const std::filesystem::path& target) const;

    [[nodiscard]] static PreparedEvent identity_of(
        Ledger& ledger, const StreamId& child, const std::string& given_name
    );

    TreeHead head;
    std::string note;          // its checkpoint
    std::string verifier_key;  // vkey text

  private:
    FaultyDisk healthy_;  // without faults, and quick because nothing waits for real syncs
};

// An append that was tried.
struct Attempt {
    Append append;
    Result<std::vector<Receipt>> outcome;
};

// One scripted piece of work on one ledger, and what it was promised while it ran: subjects with
// keys, appends, checkpoints. Every step goes on after a failure, as a stubborn caller would.
class Trial {
  public:
    Trial(Base& base, OpenOptions options) : base_(base), options_(std::move(options)) {}

    // Opens and works; whatever fails is noted, and whatever it was owed in that case is required.
    void run();
    void close() { ledger_.reset(); }
    // Opens what is found in `directory` on a healthy disk and requires that it keeps every
    // promise, takes every retry, and goes on.
    void require_kept(const std::filesystem::path& directory);
    [[nodiscard]] bool failed() const { return failed_; }

  private:
    void make_subject(const std::string& reference);
    void append(const std::vector<std::string>& references);
    void checkpoint();
    void note_failure(const Error& error, bool& store_failed);
    void require_readable();
    void require_subjects(Ledger& ledger) const;
    void require_attempts(Ledger& ledger) const;
    void require_sound(Ledger& ledger) const;
    void require_going_on(Ledger& ledger) const;

    Base& base_;
    const OpenOptions options_;
    std::unique_ptr<Ledger> ledger_;
    bool failed_ = false;
    bool log_failed_ = false;
    bool keys_failed_ = false;
    std::vector<std::pair<SubjectReference, StreamId>> subjects_;
    std::vector<Attempt> attempts_;
    std::vector<std::string> notes_;
};

[[nodiscard]] std::string error_text(const Error& error);

}  // namespace tyst::test
