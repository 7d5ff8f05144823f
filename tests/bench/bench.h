#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/system.h"
#include "schema/reference_set.h"

namespace tyst::bench {

// A workload that cannot go on ends the program: there is no figure to print.
[[noreturn]] void give_up(const std::string& what);
template <class T>
T need(Result<T> result, const char* what) {
    if (!result) {
        give_up(
            std::string(what) + ": " + std::string(name(result.error().code)) + ": " +
            result.error().context
        );
    }
    if constexpr (!std::is_void_v<T>) {
        return *std::move(result);
    }
}

// Named figures of one workload, printed as one JSON object on one line.
class Figures {
  public:
    explicit Figures(std::string workload) : workload_(std::move(workload)) {}
    void add(std::string figure, double value) { figures_.emplace_back(std::move(figure), value); }
    [[nodiscard]] std::string json() const;

  private:
    std::string workload_;
    std::vector<std::pair<std::string, double>> figures_;
};

[[nodiscard]] double seconds_of(const std::function<void()>& work);
// What work took: `cpu` is processor time of all threads of this process, which other programs on
// the machine move far less than the time that went by.
struct Cost {
    double seconds = 0;
    double cpu_seconds = 0;
};
[[nodiscard]] Cost cost_of(const std::function<void()>& work);
// Makes the operating system forget the files of a directory, as after a start of the machine.
void forget_files(const std::filesystem::path& directory);
// Bytes that this process had read from a disk so far, because no memory held them.
[[nodiscard]] double bytes_from_disk();
// The reference set that is built into the program.
[[nodiscard]] ReferenceSet reference_set();
// Highest resident memory of this process so far.
[[nodiscard]] double peak_memory_mib();

// A ledger in a directory of its own below `place`, with the machine's clock and randomness; the
// one that an earlier run kept there, if any.
class BenchLedger {
  public:
    explicit BenchLedger(const std::filesystem::path& place);
    [[nodiscard]] Ledger& operator*() { return *ledger_; }
    [[nodiscard]] Ledger* operator->() { return ledger_.get(); }
    [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }
    void close() { ledger_.reset(); }
    void open();

  private:
    std::filesystem::path directory_;
    std::filesystem::path root_key_;
    SystemClock clock_;
    SystemEntropy entropy_;
    std::unique_ptr<Ledger> ledger_;
};

// Events of a lifelike size for `streams` children that are made first.
class EventSource {
  public:
    EventSource(Ledger& ledger, std::uint32_t streams);
    [[nodiscard]] PreparedEvent next(std::uint64_t number) const;

  private:
    Ledger& ledger_;
    std::vector<StreamId> streams_;
    StreamId actor_;
};

// Fills a ledger with the random cohort, in appends of 512, until it holds at least `events`; one
// that does already is left as it is.
void fill_with_cohort(Ledger& ledger, std::uint64_t events);

// Appends events [from, to) of `source` in appends of 512; seconds.
double append_in_bulk(
    Ledger& ledger, const EventSource& source, std::uint64_t from, std::uint64_t to
);

// A row as it stands in a closed ledger's log.
struct RawRow {
    std::size_t family = 0;  // number in ledger/storage/log_rows.h
    std::string key;
    std::string value;
};
// The rows that each append writes (entries, sealed parts, ids, tiles), ordered as they were
// appended.
[[nodiscard]] std::vector<RawRow> raw_rows(const std::filesystem::path& log);

// Plain RocksDB with the same families and the same database options.
class RawStore {
  public:
    explicit RawStore(const std::filesystem::path& place);
    ~RawStore();
    RawStore(const RawStore&) = delete;
    RawStore& operator=(const RawStore&) = delete;
    // One synced batch.
    void write(std::span<const RawRow> rows);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// Makes any number of rows with keys and sizes like those of an example, so that a log of ten
// million entries need not be held in memory.
class RawRowsLike {
  public:
    explicit RawRowsLike(std::span<const RawRow> example);
    // The rows of one event, to the end of `target`.
    void add_event(std::uint64_t number, std::vector<RawRow>& target);

  private:
    static constexpr std::size_t kNoiseBytes = std::size_t{1} << 22U;
    static constexpr std::size_t kNoiseStep = 7919;
    std::string_view noise(std::size_t bytes);

    std::map<std::size_t, std::size_t> value_bytes_;              // of a row of each family
    std::vector<std::pair<std::string, std::uint64_t>> streams_;  // and the next revision of each
    std::string noise_;
    std::size_t offset_ = 0;
};

struct Scale {
    std::filesystem::path place;
    std::uint64_t events = 200'000;
    unsigned writers = 1;
    double seconds = 5;
    std::filesystem::path from;  // a folder with a return to repeat; empty: invented children
    int year = 2018;             // of the return in `from`
};

double append_rate(const Scale& scale);
std::uint64_t payload_bytes(const Scale& scale);
Figures bulk(const Scale& scale);
Figures growth(const Scale& scale);
Figures verify(const Scale& scale);
Figures rebuild(const Scale& scale);
Figures questions(const Scale& scale);
Figures open_times(const Scale& scale);
Figures rules(const Scale& scale);
Figures pack(const Scale& scale);
Figures looks(const Scale& scale);
Figures proofs(const Scale& scale);
Figures heads(const Scale& scale);
Figures return_check(const Scale& scale);
Figures import_rate(const Scale& scale);

}  // namespace tyst::bench
