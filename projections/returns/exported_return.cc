#include "projections/returns/exported_return.h"

#include <algorithm>
#include <mutex>
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

// References of workers, read once each: folds know workers by their streams alone.
class WorkerNames {
  public:
    explicit WorkerNames(Ledger& ledger) : ledger_(&ledger) {}

    // The references of everybody whom the history's allocations name.
    Result<WorkerReferences> of(const History& history) {
        WorkerReferences named;
        for (const Allocation& allocation : history.allocations) {
            const auto& worker = allocation.what().worker;
            if (!worker || worker->person.is_zero()) continue;
            TYST_ASSIGN(named[worker->person], reference(worker->person, allocation.start->index));
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

    const bool names_workers = request.layout->table("social_worker") != nullptr;
    WorkerNames names(ledger);
    std::vector<Gathered> gathered(std::max(1U, request.threads));
    const auto visit = [&](unsigned thread, const History& history) -> Result<void> {
        WorkerReferences workers;
        if (names_workers) {
            TYST_ASSIGN(workers, names.of(history));
        }
        ExportedChild child = export_child(
            {.history = &history,
             .layout = request.layout,
             .codes = request.codes,
             .workers = &workers,
             .year = request.year,
             .first_day = collection_begins(request.year),
             .last_day = exported.question.as_at,
             .reference = return_reference_of(history)}
        );
        if (child.rows.empty()) return {};
        if (child.reference.empty()) {
            gathered[thread].without_reference.push_back(child.person);
        } else {
            gathered[thread].children.push_back(std::move(child));
        }
        return {};
    };
    TYST_ASSIGN(
        const PopulationSummary summary,
        for_each_child(
            ledger, exported.question, *request.facts, request.threads, visit, request.size
        )
    );
    for (Gathered& share : gathered) {
        std::ranges::move(share.children, std::back_inserter(exported.children));
        std::ranges::move(share.without_reference, std::back_inserter(exported.without_reference));
    }
    std::ranges::sort(exported.children, {}, [](const ExportedChild& child) {
        return std::tie(child.reference, child.person);
    });
    std::ranges::sort(exported.without_reference);
    exported.log_size = summary.log_size;
    exported.erased = summary.erased;
    exported.rests_on_claimed_time = summary.rests_on_claimed_time;
    return exported;
}

}  // namespace tyst
