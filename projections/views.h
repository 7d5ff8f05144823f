#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "ledger/ledger.h"
#include "projections/code_facts.h"
#include "projections/person_row.h"
#include "schema/reference_set.h"

namespace tyst {

class ViewStore;

// Up to which entry the stored views have read, and for which day they stand.
struct ViewCursor {
    std::uint64_t size = 0;
    Date today;
    Hash reference_set;
    bool operator==(const ViewCursor&) const = default;
};

// The views for *now*, kept in `views/` of the ledger's directory: every child's row, and indexes
// by due day, worker, team and legal status. Incremental: catch_up refolds the persons that new
// entries touch and those for whom a day has come on which their row reads otherwise; rows and
// cursor change in one write. What they hold equals a rebuild and equals a fold on demand, row by
// row. A rebuild writes a new generation beside the old one and switches. May be deleted at any
// time. One thread at a time.
class Views {
  public:
    // Opens the current generation, or starts an empty one. What cannot be opened under the
    // ledger's present views key, because an erasure replaced it or a row is damaged, is deleted,
    // as is what an interrupted rebuild left: rows of destroyed keys do not stay on the disk.
    // `ledger` and `reference` must outlive it. Fails with ledger_in_use, io_failed (also where
    // something could not be deleted).
    [[nodiscard]] static Result<std::unique_ptr<Views>> open(
        Ledger& ledger, const ReferenceSet& reference
    );
    // Deletes every stored view, as is done just before an erasure so that a crash after it leaves
    // none under the old key. None may be open. io_failed where something stays.
    [[nodiscard]] static Result<void> discard(const std::filesystem::path& ledger_directory);
    ~Views();
    Views(const Views&) = delete;
    Views& operator=(const Views&) = delete;

    // Brings the rows to the ledger's size and to `today`. Rebuilds where that is less work or
    // where the authority's own stream or the reference set changed. Fails as Ledger::read_stream
    // does, io_failed.
    [[nodiscard]] Result<void> catch_up(Date today, const Progress& progress);
    // Builds every row anew and switches to it.
    [[nodiscard]] Result<void> rebuild(Date today, const Progress& progress);

    [[nodiscard]] const ViewCursor& cursor() const;

    // ---- asking; rows as of cursor() ----
    using PersonVisitor = std::function<Result<void>(const PersonRow&)>;
    [[nodiscard]] Result<void> for_each_person(const PersonVisitor& visit) const;
    [[nodiscard]] Result<std::optional<PersonRow>> person(StreamId person) const;
    // The person that a stream belongs to.
    [[nodiscard]] Result<std::optional<StreamId>> person_of(StreamId stream) const;
    // Children with an alert or a clock that cannot be read, in order of person.
    [[nodiscard]] Result<std::vector<PersonRow>> with_alerts() const;
    // How many looked-after children have a rule whose facts are not held here.
    [[nodiscard]] Result<std::size_t> with_rules_not_held() const;
    // Persons for whom something falls due in [from, to], by day.
    struct DuePerson {
        Date due;
        StreamId person;
        bool operator==(const DuePerson&) const = default;
    };
    [[nodiscard]] Result<std::vector<DuePerson>> due_between(Date from, Date to) const;
    [[nodiscard]] Result<std::vector<StreamId>> of_worker(StreamId worker) const;
    [[nodiscard]] Result<std::vector<StreamId>> of_team(std::string_view team) const;
    [[nodiscard]] Result<std::vector<StreamId>> of_status(std::string_view status) const;

    // Every row of every view, opened, in key order: for comparing.
    using RowVisitor = std::function<
        Result<void>(std::string_view view, std::string_view key, std::string_view value)>;
    [[nodiscard]] Result<void> dump(const RowVisitor& visit) const;

  private:
    struct State;
    explicit Views(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace tyst
