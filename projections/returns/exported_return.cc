#include "projections/returns/exported_return.h"

#include <algorithm>
#include <mutex>
#include <span>
#include <tuple>
#include <utility>

#include "schema/returns/collection_year.h"

namespace tyst {
namespace {

constexpr std::string_view kReturnSource = "ssda903";
constexpr std::size_t kReferenceBytesMax = 10;

bool is_return_reference(std::string_view text) {
    return !text.empty() && text.size() <= kReferenceBytesMax &&
           std::ranges::all_of(text, [](unsigned char letter) { return letter > ' '; });
}

// Where the events that were folded stand in the log: `entries` by their places, or as they say.
LogIndex entry_of(LogIndex event, std::span<const LogIndex> entries) {
    return entries.empty() ? event : entries[event.value];
}

// References of workers, read once each: folds know workers by their streams alone.
class WorkerNames {
  public:
    explicit WorkerNames(Ledger& ledger) : ledger_(&ledger) {}

    // The references of everybody whom the history's allocations name.
    Result<WorkerReferences> of(const History& history, std::span<const LogIndex> entries) {
        WorkerReferences named;
        for (const Allocation& allocation : history.allocations) {
            const auto& worker = allocation.what().worker;
            if (!worker || worker->person.is_zero()) continue;
            const LogIndex entry = entry_of(allocation.start->index, entries);
            TYST_ASSIGN(named[worker->person], reference(worker->person, entry));
        }
        return named;
    }

  private:
    Result<std::string> reference(StreamId worker, LogIndex allocation) {
        {
            const std::scoped_lock lock(mutex_);
            if (const auto found = known_.find(worker); found != known_.end()) return found->second;
        }
        TYST_ASSIGN(const StoredEvent stored, ledger_->read(allocation, ReadDepth::with_people));
        const auto* started = std::get_if<AllocationStarted>(&stored.event.body);
        std::string text =
            started != nullptr && started->worker ? started->worker->reference : std::string();
        const std::scoped_lock lock(mutex_);
        return known_.emplace(worker, std::move(text)).first->second;
    }

    Ledger* ledger_;
    std::mutex mutex_;
    WorkerReferences known_;
};

struct Gathered {
    std::vector<ExportedChild> children;
    std::vector<StreamId> without_reference;
    bool rests_on_claimed_time = false;
};

void name_entries(ExportedChild& child, std::span<const LogIndex> entries) {
    for (ExportedRow& row : child.rows) {
        for (LogIndex& event : row.events)
            event = entry_of(event, entries);
        std::ranges::sort(row.events);
        const auto repeated = std::ranges::unique(row.events);
        row.events.erase(repeated.begin(), repeated.end());
    }
    for (UntoldValue& value : child.untold)
        value.event = entry_of(value.event, entries);
}

class ExportPass {
  public:
    ExportPass(Ledger& ledger, const ReturnRequest& request, const Question& question)
        : ledger_(ledger),
          request_(request),
          question_(question),
          names_workers_(request.layout->table("social_worker") != nullptr),
          names_(ledger),
          gathered_(std::max(1U, request.threads)) {}

    Result<void> run(ExportedReturn& exported) {
        TYST_ASSIGN(
            const PersonsSummary summary,
            for_each_person(
                ledger_,
                question_,
                request_.threads,
                [this](unsigned thread, std::vector<StoredEvent>&& stored) {
                    return add_person(gathered_[thread], std::move(stored));
                },
                request_.size
            )
        );
        exported.log_size = summary.log_size;
        exported.erased = summary.erased;
        for (Gathered& share : gathered_) {
            std::ranges::move(share.children, std::back_inserter(exported.children));
            std::ranges::move(
                share.without_reference, std::back_inserter(exported.without_reference)
            );
            exported.rests_on_claimed_time |= share.rests_on_claimed_time;
        }
        return {};
    }

  private:
    Result<void> add_person(Gathered& share, std::vector<StoredEvent>&& stored) {
        const StatedReasons reasons =
            request_.reasons_of ? request_.reasons_of(question_, stored) : StatedReasons();
        PersonEvents person;
        if (request_.events_of) {
            TYST_ASSIGN(person, request_.events_of(question_, std::move(stored)));
        } else {
            person.events = std::move(stored);
        }
        const History history = fold(person.events, question_, *request_.facts);
        if (history.events_known == 0) return {};
        return add(share, history, person.entries, reasons);
    }

    Result<void> add(
        Gathered& share,
        const History& history,
        std::span<const LogIndex> entries,
        const StatedReasons& reasons
    ) {
        share.rests_on_claimed_time |= history.rests_on_claimed_time;
        WorkerReferences workers;
        if (names_workers_) {
            TYST_ASSIGN(workers, names_.of(history, entries));
        }
        ExportedChild child = export_child(
            {.history = &history,
             .layout = request_.layout,
             .codes = request_.codes,
             .workers = &workers,
             .stated_reasons = &reasons,
             .year = request_.year,
             .first_day = collection_begins(request_.year),
             .last_day = question_.as_at,
             .reference = return_reference_of(history)}
        );
        if (child.rows.empty()) return {};
        name_entries(child, entries);
        if (child.reference.empty()) {
            share.without_reference.push_back(child.person);
        } else {
            share.children.push_back(std::move(child));
        }
        return {};
    }

    Ledger& ledger_;
    const ReturnRequest& request_;
    const Question& question_;
    bool names_workers_;
    WorkerNames names_;
    std::vector<Gathered> gathered_;
};

}  // namespace

std::string_view return_reference_of(const History& history) {
    std::string_view first;
    for (const KnownAs& known : history.references) {
        if (!is_return_reference(known.reference)) continue;
        if (known.source == kReturnSource) return known.reference;
        if (first.empty()) first = known.reference;
    }
    return first;
}

Result<ExportedReturn> export_return(Ledger& ledger, const ReturnRequest& request) {
    ExportedReturn exported;
    exported.year = request.year;
    exported.question = request.question;
    exported.question.as_at = std::min(request.question.as_at, collection_ends(request.year));

    TYST_TRY(ExportPass(ledger, request, exported.question).run(exported));
    std::ranges::sort(exported.children, {}, [](const ExportedChild& child) {
        return std::tie(child.reference, child.person);
    });
    std::ranges::sort(exported.without_reference);
    return exported;
}

}  // namespace tyst
