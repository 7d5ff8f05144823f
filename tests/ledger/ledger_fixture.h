#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/system.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temporary_directory.h"

namespace tyst::test {

// A ledger in a directory of its own, with the verbs that tests of the ledger share. The child and
// the names are synthetic.
class LedgerFixture {
  public:
    LedgerFixture();
    // A closed copy of another fixture's closed ledger: much quicker than making one.
    LedgerFixture(const LedgerFixture& original);
    LedgerFixture& operator=(const LedgerFixture&) = delete;

    void open();
    void close() { ledger_.reset(); }
    void reopen();
    [[nodiscard]] Result<std::unique_ptr<Ledger>> try_open();
    [[nodiscard]] Ledger& ledger() { return *ledger_; }

    [[nodiscard]] StreamId child(const std::string& reference);
    [[nodiscard]] StreamId worker(const std::string& reference);
    // A placement with a carer, so that an event has parts under two keys.
    [[nodiscard]] PreparedEvent placement(const StreamId& child, const std::string& carer_name);
    [[nodiscard]] PreparedEvent identity(const StreamId& child, const std::string& given_name);
    [[nodiscard]] Result<std::vector<Receipt>> append(std::vector<PreparedEvent> events);
    // `count` identity events, one in each of a few children's streams in turn.
    void fill(std::size_t count);

    TemporaryDirectory directory;
    ManualClock clock;
    SystemEntropy entropy;
    CreateOptions create_options;
    OpenOptions open_options;

  private:
    void set_paths();

    std::unique_ptr<Ledger> ledger_;
};

}  // namespace tyst::test
