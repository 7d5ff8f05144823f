#include "projections/views.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "cli/sample/sample.h"
#include "ledger/ledger.h"
#include "ledger/system.h"
#include "tests/support/embedded_reference.h"
#include "tests/support/long_runs.h"
#include "tests/support/temporary_directory.h"

namespace tyst {
namespace {

constexpr Timestamp kEverything{std::numeric_limits<std::int64_t>::max()};

// A ledger that is filled with random children a stretch at a time, as knowledge of them came in.
class GrowingLedger {
  public:
    explicit GrowingLedger(std::uint32_t seed) {
        REQUIRE(Ledger::create(
            {.directory = place_ / "ledger",
             .root_key_file = place_ / "root-key",
             .lock_directory = {},
             .origin = "tyst.example/views",
             .authority = "W06000014",
             .unlock = {},
             .file_system = {}},
            clock_,
            entropy_
        ));
        auto opened = Ledger::open(
            {.directory = place_ / "ledger",
             .root_key_file = place_ / "root-key",
             .lock_directory = {},
             .unlock = {},
             .file_system = {}},
            clock_,
            entropy_
        );
        REQUIRE(opened);
        ledger_ = *std::move(opened);
        REQUIRE(write_random({25, 4, seed}, [this](const Submission& submission) -> Result<void> {
            waiting_.push_back(submission);
            return {};
        }));
        std::ranges::stable_sort(waiting_, {}, [](const Submission& submission) {
            return submission.event.learned.value_or(Timestamp{});
        });
        const auto actor = ledger_->find_or_register({"os-user", "test", "views", "views"});
        REQUIRE(actor);
        actor_ = *actor;
    }

    [[nodiscard]] Ledger& operator*() { return *ledger_; }
    [[nodiscard]] std::size_t waiting() const { return waiting_.size() - done_; }

    // Appends the next `count` events, one append each, as people record them.
    void append(std::size_t count) {
        for (; count > 0 && waiting() > 0; --count, ++done_) {
            auto prepared = ledger_->prepare({waiting_[done_]}, actor_);
            REQUIRE(prepared);
            const auto receipts = ledger_->append({*std::move(prepared), {}});
            if (!receipts) {
                FAIL(receipts.error().context);
            }
        }
    }

    // One event of one child, as of 1 May 2021.
    void append(const std::string& child, Body body) {
        Submission submission;
        submission.subject = {SubjectKind::child, Compartment::child_case, "views", child};
        submission.event.occurred.date = Date::of(2021, 5, 1);
        submission.event.body = std::move(body);
        auto prepared = ledger_->prepare({submission}, actor_);
        REQUIRE(prepared);
        const auto appended = ledger_->append({*std::move(prepared), {}});
        REQUIRE(appended);
    }

  private:
    test::TemporaryDirectory place_;
    SystemClock clock_;
    SystemEntropy entropy_;
    std::unique_ptr<Ledger> ledger_;
    std::vector<Submission> waiting_;
    std::size_t done_ = 0;
    StreamId actor_;
};

using Dump = std::map<std::pair<std::string, std::string>, std::string>;

Dump dump_of(const Views& views) {
    Dump rows;
    REQUIRE(views.dump(
        [&rows](
            std::string_view view, std::string_view key, std::string_view value
        ) -> Result<void> {
            rows.emplace(std::pair(std::string(view), std::string(key)), std::string(value));
            return {};
        }
    ));
    return rows;
}

std::vector<PersonRow> people_of(const Views& views) {
    std::vector<PersonRow> rows;
    REQUIRE(views.for_each_person([&rows](const PersonRow& row) -> Result<void> {
        rows.push_back(row);
        return {};
    }));
    return rows;
}

void require_equal(const std::vector<PersonRow>& stored, const std::vector<PersonRow>& folded) {
    REQUIRE(stored.size() == folded.size());
    for (std::size_t place = 0; place < stored.size(); ++place) {
        PersonRow on_demand = folded[place];
        INFO(to_json(stored[place]));
        INFO(to_json(on_demand));
        // The day of the next change depends on the day asked about, which the stored row may have
        // been folded before: it must not lie in the past, and everything else is equal.
        REQUIRE(
            (!stored[place].changes_on || !on_demand.changes_on ||
             *stored[place].changes_on <= *on_demand.changes_on)
        );
        on_demand.changes_on = stored[place].changes_on;
        REQUIRE(to_json(stored[place]) == to_json(on_demand));
        REQUIRE((stored[place] == on_demand));
    }
}

TEST_CASE(
    "views: live rows equal rows folded on demand equal rebuilt rows, as events come and days pass"
) {
    const std::uint32_t seed = test::random_seed();
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const ReferenceSet reference = shipped_reference_set();
    GrowingLedger ledger(seed);
    const auto views = Views::open(*ledger, reference);
    REQUIRE(views);
    Date today = Date::of(2021, 6, 1);
    while (ledger.waiting() > 0) {
        ledger.append(std::uniform_int_distribution<std::size_t>(1, 90)(random));
        today = today.plus_days(std::uniform_int_distribution<int>(0, 60)(random));
        REQUIRE((*views)->catch_up(today, {}));
        REQUIRE((*views)->cursor().size == (*ledger).size());
        const auto folded = fold_person_rows(*ledger, {today, kEverything, false}, reference, 2);
        REQUIRE(folded);
        INFO("as at " << to_text(today) << ", " << (*ledger).size() << " entries");
        require_equal(people_of(**views), *folded);
    }
    const std::vector<PersonRow> live = people_of(**views);
    REQUIRE((*views)->rebuild(today, {}));
    require_equal(live, people_of(**views));
    const Dump rebuilt = dump_of(**views);
    REQUIRE((*views)->rebuild(today, {}));
    REQUIRE(dump_of(**views) == rebuilt);
    REQUIRE(live.size() > 20);
}

TEST_CASE("views: indexes lead to the persons whose rows say so") {
    const ReferenceSet reference = shipped_reference_set();
    GrowingLedger ledger(7);
    ledger.append(ledger.waiting());
    const Date today = Date::of(2022, 1, 31);
    const auto views = Views::open(*ledger, reference);
    REQUIRE(views);
    REQUIRE((*views)->catch_up(today, {}));
    std::size_t with_worker = 0;
    std::size_t due = 0;
    for (const PersonRow& row : people_of(**views)) {
        for (const StreamId& stream : row.streams) {
            REQUIRE((*views)->person_of(stream).value() == row.person);
        }
        for (const DueRow& entry : row.due) {
            const auto found = (*views)->due_between(entry.due, entry.due);
            REQUIRE(std::ranges::count(*found, Views::DuePerson{entry.due, row.person}) == 1);
            ++due;
        }
        if (!row.caseload) {
            continue;
        }
        const auto of_status = (*views)->of_status(row.caseload->status);
        REQUIRE(std::ranges::count(*of_status, row.person) == 1);
        if (!row.caseload->iro.person.is_zero()) {
            const auto of_worker = (*views)->of_worker(row.caseload->iro.person);
            REQUIRE(std::ranges::count(*of_worker, row.person) == 1);
            ++with_worker;
        }
        if (!row.caseload->team.empty()) {
            const auto of_team = (*views)->of_team(row.caseload->team);
            REQUIRE(std::ranges::count(*of_team, row.person) == 1);
        }
    }
    REQUIRE(with_worker > 0);
    REQUIRE(due > 0);
}

TEST_CASE("views: deleted or damaged views are built again") {
    const ReferenceSet reference = shipped_reference_set();
    GrowingLedger ledger(11);
    ledger.append(ledger.waiting());
    const Date today = Date::of(2022, 1, 31);
    Dump before;
    {
        const auto views = Views::open(*ledger, reference);
        REQUIRE(views);
        REQUIRE((*views)->catch_up(today, {}));
        before = dump_of(**views);
    }
    const std::filesystem::path directory = (*ledger).directory() / "views";
    SECTION("deleted") {
        std::filesystem::remove_all(directory);
    }
    SECTION("the pointer to the generation is lost") {
        std::filesystem::remove(directory / "current");
    }
    SECTION("the generation that it names is not there") {
        std::filesystem::remove_all(directory / "1");
    }
    const auto views = Views::open(*ledger, reference);
    REQUIRE(views);
    REQUIRE((*views)->catch_up(today, {}));
    REQUIRE(dump_of(**views) == before);
}

std::size_t things_in(const std::filesystem::path& directory) {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(directory)) {
        ++count;
    }
    return count;
}

TEST_CASE("views: rows under a key that an erasure replaced are deleted when views are opened") {
    const ReferenceSet reference = shipped_reference_set();
    GrowingLedger ledger(17);
    GrowingLedger other(17);  // the same children under another views key
    const Date today = Date::of(2022, 1, 31);
    for (GrowingLedger* filled : {&ledger, &other}) {
        filled->append(100);
        const auto views = Views::open(**filled, reference);
        REQUIRE(views);
        REQUIRE((*views)->catch_up(today, {}));
    }
    const std::filesystem::path directory = (*ledger).directory() / "views";
    std::filesystem::remove_all(directory);
    std::filesystem::copy(
        (*other).directory() / "views", directory, std::filesystem::copy_options::recursive
    );
    REQUIRE(things_in(directory) == 2);
    const auto views = Views::open(*ledger, reference);
    REQUIRE(views);
    CHECK((*views)->cursor() == ViewCursor{});
    CHECK(things_in(directory) == 0);
    REQUIRE((*views)->catch_up(today, {}));
    const auto folded = fold_person_rows(*ledger, {today, kEverything, false}, reference, 1);
    REQUIRE(folded);
    require_equal(people_of(**views), *folded);
}

TEST_CASE(
    "views: what an interrupted rebuild left is deleted when views are opened; discard leaves"
    " nothing"
) {
    const ReferenceSet reference = shipped_reference_set();
    GrowingLedger ledger(19);
    ledger.append(100);
    const Date today = Date::of(2022, 1, 31);
    {
        const auto views = Views::open(*ledger, reference);
        REQUIRE(views);
        REQUIRE((*views)->catch_up(today, {}));
    }
    const std::filesystem::path directory = (*ledger).directory() / "views";
    std::filesystem::create_directories(directory / "2");
    std::ofstream(directory / "2" / "000001.sst") << "half a row";
    std::ofstream(directory / "current.next") << "2";
    {
        const auto views = Views::open(*ledger, reference);
        REQUIRE(views);
        CHECK((*views)->cursor().size == (*ledger).size());
    }
    CHECK(things_in(directory) == 2);
    CHECK(std::filesystem::exists(directory / "1"));
    REQUIRE(Views::discard((*ledger).directory()));
    CHECK_FALSE(std::filesystem::exists(directory));
    REQUIRE(Views::discard((*ledger).directory()));
}

TEST_CASE("views: a person's row comes back from its JSON, and damaged JSON is refused") {
    const ReferenceSet reference = shipped_reference_set();
    GrowingLedger ledger(13);
    ledger.append(ledger.waiting());
    const auto rows =
        fold_person_rows(*ledger, {Date::of(2022, 1, 31), kEverything, false}, reference, 1);
    REQUIRE(rows);
    for (const PersonRow& row : *rows) {
        const std::string text = to_json(row);
        const auto back = person_row_from_json(text);
        REQUIRE(back);
        REQUIRE((*back == row));
        for (std::size_t length = 0; length < text.size(); length += 7) {
            REQUIRE(
                person_row_from_json(text.substr(0, length)).error().code == ErrorCode::corrupt_view
            );
        }
    }
}

TEST_CASE("views: records joined and parted between catch-ups leave no old row behind") {
    const ReferenceSet reference = shipped_reference_set();
    GrowingLedger ledger(1);
    const auto views = Views::open(*ledger, reference);
    REQUIRE(views);
    const Date today = Date::of(2021, 6, 1);
    const auto other = [](const std::string& child) {
        SubjectLink link;
        link.reference = {SubjectKind::child, Compartment::child_case, "views", child};
        return link;
    };
    const auto check = [&](std::size_t persons) {
        REQUIRE((*views)->catch_up(today, {}));
        REQUIRE(people_of(**views).size() == persons);
        const Dump live = dump_of(**views);
        REQUIRE((*views)->rebuild(today, {}));
        REQUIRE(live == dump_of(**views));
    };
    for (const std::string child : {"A", "B"}) {
        ledger.append(child, ChildRegistered{"views", child});
        LookedAfterStarted start;
        start.route = "came-into-care";
        start.legal_status = "care-order";
        ledger.append(child, start);
    }
    check(2);
    ledger.append("A", RecordsJoined{other("B"), "same-person"});
    check(2);
    ledger.append("B", RecordsJoined{other("A"), "same-person"});
    check(1);
    ledger.append("B", RecordsParted{other("A"), "error"});
    check(2);
}

}  // namespace
}  // namespace tyst
