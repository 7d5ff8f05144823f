#include "projections/views.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <fstream>
#include <iterator>
#include <limits>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "ledger/view_store.h"
#include "projections/authority.h"
#include "projections/query.h"
#include "projections/rule_engine.h"

namespace tyst {
namespace {

// Places in kViewNames. A view whose rows or keys change gets the next version in its name; then
// the generation on disk is not the one wanted, and a rebuild makes a new one. The same where the
// program comes to other rows from the same entries.
enum ViewPlace : std::size_t {
    people,
    streams,
    changes,
    due,
    workers,
    teams,
    statuses,
    alerts,
    not_held,
    meta
};
constexpr std::array<std::string_view, 10> kViewNames = {
    "people.4",
    "streams.1",
    "changes.3",
    "due.3",
    "workers.1",
    "teams.1",
    "statuses.1",
    "alerts.3",
    "not-held.1",
    "meta.1"
};
constexpr std::string_view kCursorKey = "cursor";

// More new entries than this are cheaper to fold in one pass over everything.
constexpr std::uint64_t kCatchUpEntriesMax = 20'000;
constexpr std::size_t kPersonsInWrite = 2'000;
constexpr unsigned kRebuildThreads = 2;

using Changes = std::vector<ViewStore::Change>;

std::string text_of(StreamId stream) {
    return std::string(as_text(stream.view()));
}

// Four bytes that sort as the days do.
std::string day_key(Date day) {
    const auto number = static_cast<std::uint32_t>(day.days) ^ 0x80000000U;
    std::string key;
    for (int shift = 24; shift >= 0; shift -= 8) {
        key.push_back(static_cast<char>(number >> static_cast<unsigned>(shift) & 0xffU));
    }
    return key;
}

Date day_of(std::string_view key) {
    std::uint32_t number = 0;
    for (const char byte : key.substr(0, 4)) {
        number = number << 8U | static_cast<std::uint8_t>(byte);
    }
    return {static_cast<std::int32_t>(number ^ 0x80000000U)};
}

Result<StreamId> stream_at(std::string_view key, std::size_t offset) {
    const auto stream =
        key.size() >= offset ? StreamId::from(as_bytes(key.substr(offset))) : std::nullopt;
    if (!stream) {
        return fail(ErrorCode::corrupt_view, "a row key of a view has the wrong length");
    }
    return *stream;
}

std::string after_prefix(std::string prefix) {
    while (!prefix.empty() && static_cast<std::uint8_t>(prefix.back()) == 0xff) {
        prefix.pop_back();
    }
    if (!prefix.empty()) {
        prefix.back() = static_cast<char>(static_cast<std::uint8_t>(prefix.back()) + 1);
    }
    return prefix;
}

// Where a person stands in each view: every key, with its value.
class RowsOf {
  public:
    RowsOf(const PersonRow& row, const ViewStore& store) : person_(text_of(row.person)) {
        add(people, person_, to_json(row));
        for (const StreamId& stream : row.streams) {
            add(streams, text_of(stream), person_);
        }
        if (row.changes_on) {
            add(changes, day_key(*row.changes_on) + person_, "");
        }
        for (const DueRow& entry : row.due) {
            add(due, day_key(entry.due) + person_, "");
        }
        if (!row.alerts.empty() || !row.unknown.empty()) {
            add(alerts, person_, "");
        }
        if (row.caseload && !row.caseload->not_held.empty()) {
            add(not_held, person_, "");
        }
        if (row.caseload) {
            add_caseload(*row.caseload, store);
        }
    }

    void put(Changes& target) && {
        for (auto& [place, value] : rows_) {
            target.push_back({place.first, place.second, std::move(value)});
        }
    }
    void remove(Changes& target) const {
        for (const auto& [place, value] : rows_) {
            target.push_back({place.first, place.second, std::nullopt});
        }
    }

  private:
    void add(ViewStore::View view, std::string key, std::string value) {
        rows_.insert_or_assign({view, std::move(key)}, std::move(value));
    }
    void add_caseload(const CaseloadRow& row, const ViewStore& store) {
        for (const CaseloadWorker* worker : {&row.iro, &row.social_worker}) {
            if (!worker->person.is_zero()) {
                add(workers, text_of(worker->person) + person_, "");
            }
        }
        if (!row.team.empty()) {
            add(teams, store.pseudonym_of(row.team) + person_, "");
        }
        add(statuses, row.status + '\0' + person_, "");
    }

    std::string person_;
    std::map<std::pair<ViewStore::View, std::string>, std::string> rows_;
};

std::string cursor_text(const ViewCursor& cursor) {
    return fmt::format(
        "{} {} {}", cursor.size, cursor.today.days, to_hex(cursor.reference_set.view())
    );
}

Result<ViewCursor> cursor_from(std::string_view text) {
    const auto damaged = [] {
        return fail(ErrorCode::corrupt_view, "the views' cursor cannot be read");
    };
    ViewCursor cursor;
    const char* const end = text.data() + text.size();
    const auto size = std::from_chars(text.data(), end, cursor.size);
    if (size.ec != std::errc() || size.ptr == end) {
        return damaged();
    }
    const auto today = std::from_chars(size.ptr + 1, end, cursor.today.days);
    if (today.ec != std::errc() || today.ptr == end) {
        return damaged();
    }
    const auto digest = from_hex(std::string_view(today.ptr + 1, end));
    const auto hash = digest ? Hash::from(as_bytes(*digest)) : std::nullopt;
    if (!hash) {
        return damaged();
    }
    cursor.reference_set = *hash;
    return cursor;
}

}  // namespace

struct Views::State {
    State(Ledger& the_ledger, const ReferenceSet& the_reference)
        : ledger(the_ledger),
          reference(the_reference),
          codes(CodeFacts::from(the_reference.codes())),
          rules(RuleEngine::from(the_reference)),
          root(the_ledger.directory() / "views") {}

    Ledger& ledger;
    const ReferenceSet& reference;
    CodeFacts codes;
    RuleEngine rules;
    std::filesystem::path root;
    std::uint64_t generation = 0;  // 0: none yet
    std::unique_ptr<ViewStore> store;
    ViewCursor cursor;

    [[nodiscard]] std::filesystem::path directory_of(std::uint64_t number) const {
        return root / std::to_string(number);
    }
    [[nodiscard]] Result<std::unique_ptr<ViewStore>> open_store(std::uint64_t number, bool create);
    [[nodiscard]] Result<void> open_current();
    [[nodiscard]] Result<void> remove_other_generations() const;
    [[nodiscard]] Result<void> switch_to(std::uint64_t number);

    [[nodiscard]] Question question(Date today) const {
        return {today, Timestamp{std::numeric_limits<std::int64_t>::max()}, false};
    }
    [[nodiscard]] Result<void> refold(std::set<StreamId> touched, Date today, std::uint64_t size);
    [[nodiscard]] Result<std::optional<PersonRow>> stored_row(StreamId person) const;
    [[nodiscard]] Result<std::optional<StreamId>> stored_person_of(StreamId stream) const;
    [[nodiscard]] Result<std::vector<StreamId>> persons_under(
        ViewStore::View view, const std::string& prefix
    ) const;
    // Streams that still wait to be folded, and the rows that go.
    struct Refolding {
        std::set<StreamId> waiting;
        std::map<StreamId, PersonRow> old_rows;
    };
    [[nodiscard]] Result<void> take_old_row(StreamId stream, Refolding& refolding) const;
    [[nodiscard]] Result<void> replace(
        const std::map<StreamId, PersonRow>& old_rows, Changes written, const ViewCursor& next
    );
};

Result<std::unique_ptr<ViewStore>> Views::State::open_store(std::uint64_t number, bool create) {
    ViewStore::Options options;
    options.directory = directory_of(number);
    options.views.assign(kViewNames.begin(), kViewNames.end());
    options.key = ledger.views_key();
    options.create = create;
    return ViewStore::open(options, ledger.entropy());
}

Result<void> Views::State::open_current() {
    std::ifstream current(root / "current");
    std::uint64_t number = 0;
    if (!(current >> number) || number == 0) {
        return {};
    }
    TYST_ASSIGN(store, open_store(number, false));
    generation = number;
    TYST_ASSIGN(const auto text, store->get(meta, kCursorKey));
    if (!text) {
        return fail(ErrorCode::corrupt_view, "the views have no cursor; run: tyst rebuild");
    }
    TYST_ASSIGN(cursor, cursor_from(*text));
    return {};
}

// What a crash during a rebuild left behind, and the generations before the current one; with no
// current one all of them.
Result<void> Views::State::remove_other_generations() const {
    std::error_code error;
    std::vector<std::filesystem::path> others;
    for (auto entry = std::filesystem::directory_iterator(root, error);
         !error && entry != std::filesystem::directory_iterator();
         entry.increment(error)) {
        const bool current = entry->path() == directory_of(generation) ||
                             (generation != 0 && entry->path().filename() == "current");
        if (!current) others.push_back(entry->path());
    }
    for (const std::filesystem::path& other : others) {
        if (!error) std::filesystem::remove_all(other, error);
    }
    if (error) {
        return fail(ErrorCode::io_failed, "cannot delete old views: " + error.message());
    }
    return {};
}

Result<void> Views::State::switch_to(std::uint64_t number) {
    const std::filesystem::path next = root / "current.next";
    {
        std::ofstream file(next, std::ios::trunc);
        file << number << '\n';
        file.flush();
        if (!file) {
            return fail(ErrorCode::io_failed, "cannot write views/current.next");
        }
    }
    std::error_code error;
    std::filesystem::rename(next, root / "current", error);
    if (error) {
        return fail(ErrorCode::io_failed, "cannot switch views/current: " + error.message());
    }
    generation = number;
    return {};
}

Result<std::optional<PersonRow>> Views::State::stored_row(StreamId person) const {
    TYST_ASSIGN(const auto text, store->get(people, as_text(person.view())));
    if (!text) {
        return std::optional<PersonRow>();
    }
    TYST_ASSIGN(PersonRow row, person_row_from_json(*text));
    return std::optional<PersonRow>(std::move(row));
}

Result<std::optional<StreamId>> Views::State::stored_person_of(StreamId stream) const {
    TYST_ASSIGN(const auto person, store->get(streams, as_text(stream.view())));
    if (!person) {
        return std::optional<StreamId>();
    }
    TYST_ASSIGN(const StreamId found, stream_at(*person, 0));
    return std::optional<StreamId>(found);
}

Result<std::vector<StreamId>> Views::State::persons_under(
    ViewStore::View view, const std::string& prefix
) const {
    std::vector<StreamId> persons;
    TYST_TRY(store->scan(
        view,
        prefix,
        after_prefix(prefix),
        [&](std::string_view key, std::string_view) -> Result<bool> {
            TYST_ASSIGN(const StreamId person, stream_at(key, prefix.size()));
            persons.push_back(person);
            return true;
        }
    ));
    return persons;
}

Result<void> Views::State::take_old_row(StreamId stream, Refolding& refolding) const {
    TYST_ASSIGN(const auto person, stored_person_of(stream));
    if (!person || refolding.old_rows.contains(*person)) {
        return {};
    }
    TYST_ASSIGN(auto row, stored_row(*person));
    if (!row) {
        return fail(
            ErrorCode::corrupt_view, "a stream names a person that has no row; run: tyst rebuild"
        );
    }
    refolding.waiting.insert(row->streams.begin(), row->streams.end());
    refolding.old_rows.emplace(*person, *std::move(row));
    return {};
}

// A join or a parting moves streams from one person to another: whoever held one of them is folded
// again, as is whoever holds one of them now.
Result<void> Views::State::refold(std::set<StreamId> touched, Date today, std::uint64_t size) {
    const Question now = question(today);
    TYST_ASSIGN(const AuthorityFacts authority, read_authority(ledger, now));
    const std::vector<Date> matters = dates_that_matter(authority.coverage, reference);
    Refolding refolding{std::move(touched), {}};
    std::set<StreamId> done;
    Changes written;
    while (!refolding.waiting.empty()) {
        const StreamId stream = *refolding.waiting.begin();
        refolding.waiting.erase(refolding.waiting.begin());
        if (!done.insert(stream).second) {
            continue;
        }
        TYST_TRY(take_old_row(stream, refolding));
        if (ledger.kind_of(stream) != SubjectKind::child) {
            continue;
        }
        TYST_ASSIGN(
            const PersonHistory folded,
            read_person(ledger, stream, now, codes, ReadDepth::event_only)
        );
        for (const StreamId& other : folded.history.streams) {
            TYST_TRY(take_old_row(other, refolding));
            done.insert(other);
        }
        const Obligations obligations =
            rules.apply(folded.history, authority.coverage, CareAsked::current);
        RowsOf(person_row(folded.history, obligations, matters), *store).put(written);
    }
    return replace(refolding.old_rows, std::move(written), {size, today, reference.digest()});
}

// The old rows go first, so that a key which both have stays.
Result<void> Views::State::replace(
    const std::map<StreamId, PersonRow>& old_rows, Changes written, const ViewCursor& next
) {
    Changes changes;
    for (const auto& [person, row] : old_rows) {
        RowsOf(row, *store).remove(changes);
    }
    std::ranges::move(written, std::back_inserter(changes));
    changes.push_back({meta, std::string(kCursorKey), cursor_text(next)});
    TYST_TRY(store->write(changes));
    cursor = next;
    return {};
}

Views::Views(std::unique_ptr<State> state) : state_(std::move(state)) {}
Views::~Views() = default;

Result<std::unique_ptr<Views>> Views::open(Ledger& ledger, const ReferenceSet& reference) {
    auto state = std::make_unique<State>(ledger, reference);
    std::error_code error;
    std::filesystem::create_directories(state->root, error);
    if (error) {
        return fail(ErrorCode::io_failed, "cannot make views/: " + error.message());
    }
    if (const auto opened = state->open_current();
        !opened && opened.error().code == ErrorCode::ledger_in_use) {
        return std::unexpected(opened.error());
    } else if (!opened) {
        // Views are no truth: what cannot be read is built again by the next catch_up.
        state->store.reset();
        state->generation = 0;
        state->cursor = {};
    }
    TYST_TRY(state->remove_other_generations());
    return std::unique_ptr<Views>(new Views(std::move(state)));
}

Result<void> Views::discard(const std::filesystem::path& ledger_directory) {
    std::error_code error;
    std::filesystem::remove_all(ledger_directory / "views", error);
    if (error) {
        return fail(ErrorCode::io_failed, "cannot delete views/: " + error.message());
    }
    return {};
}

const ViewCursor& Views::cursor() const {
    return state_->cursor;
}

Result<void> Views::catch_up(Date today, const Progress& progress) {
    State& state = *state_;
    const std::uint64_t size = state.ledger.size();
    const ViewCursor& cursor = state.cursor;
    if (!state.store || cursor.reference_set != state.reference.digest() || today < cursor.today ||
        size < cursor.size || size - cursor.size > kCatchUpEntriesMax) {
        return rebuild(today, progress);
    }
    if (size == cursor.size && today == cursor.today) {
        return {};
    }
    TYST_ASSIGN(const auto entries, state.ledger.entries(cursor.size, size));
    std::set<StreamId> touched;
    for (const EntrySummary& entry : entries) {
        if (entry.stream == state.ledger.authority_stream()) {
            return rebuild(today, progress);
        }
        touched.insert(entry.stream);
    }
    TYST_TRY(state.store->scan(
        changes,
        "",
        day_key(today.plus_days(1)),
        [&](std::string_view key, std::string_view) -> Result<bool> {
            TYST_ASSIGN(const StreamId person, stream_at(key, 4));
            touched.insert(person);
            return true;
        }
    ));
    return state.refold(std::move(touched), today, size);
}

Result<void> Views::rebuild(Date today, const Progress& progress) {
    State& state = *state_;
    state.store.reset();
    TYST_TRY(state.remove_other_generations());
    const std::uint64_t next_generation = state.generation + 1;
    TYST_ASSIGN(auto store, state.open_store(next_generation, true));
    const Question now = state.question(today);
    TYST_ASSIGN(const AuthorityFacts authority, read_authority(state.ledger, now));
    const std::vector<Date> matters = dates_that_matter(authority.coverage, state.reference);

    std::atomic<std::uint64_t> persons = 0;
    std::mutex progressing;
    std::array<Changes, kRebuildThreads> waiting;
    const auto write = [&](Changes& rows) -> Result<void> {
        TYST_TRY(store->write_unsettled(rows));
        rows.clear();
        return {};
    };
    TYST_ASSIGN(
        const PopulationSummary summary,
        for_each_child(
            state.ledger,
            now,
            state.codes,
            kRebuildThreads,
            [&](unsigned thread, const History& history) -> Result<void> {
                const Obligations obligations =
                    state.rules.apply(history, authority.coverage, CareAsked::current);
                RowsOf(person_row(history, obligations, matters), *store).put(waiting[thread]);
                if (const std::uint64_t done = ++persons; progress && done % kPersonsInWrite == 0) {
                    const std::lock_guard lock(progressing);
                    progress(done, 0);
                }
                return waiting[thread].size() < kPersonsInWrite ? Result<void>()
                                                                : write(waiting[thread]);
            }
        )
    );
    const ViewCursor cursor{summary.log_size, today, state.reference.digest()};
    waiting[0].push_back({meta, std::string(kCursorKey), cursor_text(cursor)});
    TYST_TRY(write(waiting[1]));
    TYST_TRY(write(waiting[0]));
    TYST_TRY(store->settle());
    TYST_TRY(state.switch_to(next_generation));
    state.store = std::move(store);
    state.cursor = cursor;
    return state.remove_other_generations();
}

Result<void> Views::for_each_person(const PersonVisitor& visit) const {
    return state_->store
        ->scan(people, "", "", [&](std::string_view, std::string_view value) -> Result<bool> {
            TYST_ASSIGN(const PersonRow row, person_row_from_json(value));
            TYST_TRY(visit(row));
            return true;
        });
}

Result<std::optional<PersonRow>> Views::person(StreamId person) const {
    return state_->stored_row(person);
}

Result<std::optional<StreamId>> Views::person_of(StreamId stream) const {
    return state_->stored_person_of(stream);
}

Result<std::vector<PersonRow>> Views::with_alerts() const {
    TYST_ASSIGN(const auto persons, state_->persons_under(alerts, ""));
    std::vector<PersonRow> rows;
    rows.reserve(persons.size());
    for (const StreamId& person : persons) {
        TYST_ASSIGN(auto row, state_->stored_row(person));
        if (!row) {
            return fail(
                ErrorCode::corrupt_view,
                "an alert names a person that has no row; run: tyst rebuild"
            );
        }
        rows.push_back(*std::move(row));
    }
    return rows;
}

Result<std::size_t> Views::with_rules_not_held() const {
    TYST_ASSIGN(const auto persons, state_->persons_under(not_held, ""));
    return persons.size();
}

Result<std::vector<Views::DuePerson>> Views::due_between(Date from, Date to) const {
    std::vector<DuePerson> found;
    TYST_TRY(state_->store->scan(
        due,
        day_key(from),
        day_key(to.plus_days(1)),
        [&](std::string_view key, std::string_view) -> Result<bool> {
            TYST_ASSIGN(const StreamId person, stream_at(key, 4));
            found.push_back({day_of(key), person});
            return true;
        }
    ));
    return found;
}

Result<std::vector<StreamId>> Views::of_worker(StreamId worker) const {
    return state_->persons_under(workers, text_of(worker));
}

Result<std::vector<StreamId>> Views::of_team(std::string_view team) const {
    return state_->persons_under(teams, state_->store->pseudonym_of(team));
}

Result<std::vector<StreamId>> Views::of_status(std::string_view status) const {
    return state_->persons_under(statuses, std::string(status) + '\0');
}

Result<void> Views::dump(const RowVisitor& visit) const {
    for (ViewStore::View view = 0; view < kViewNames.size(); ++view) {
        const auto scanned = state_->store->scan(
            view,
            "",
            "",
            [&](std::string_view key, std::string_view value) -> Result<bool> {
                TYST_TRY(visit(kViewNames[view], key, value));
                return true;
            }
        );
        TYST_TRY(scanned);
    }
    return {};
}

}  // namespace tyst
