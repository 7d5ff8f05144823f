#include <algorithm>
#include <utility>

#include "projections/returns/return_export.h"

namespace tyst {
namespace {

constexpr std::string_view kNotRecorded = "not-recorded";

// The return knows the workers of children in care only.
bool in_care_between(const ReturnSource& source, Date from, std::optional<Date> to) {
    return std::ranges::any_of(source.history->care, [&](const PeriodOfCare& care) {
        return source.touches(care.from, care.to) && (!care.to || *care.to > from) &&
               (!to || *to > care.from);
    });
}

std::string_view reference_of(const ReturnSource& source, const AllocationStarted& allocation) {
    if (!allocation.worker) return {};
    if (!allocation.worker->reference.empty()) return allocation.worker->reference;
    const auto found = source.workers->find(allocation.worker->person);
    return found == source.workers->end() ? std::string_view() : found->second;
}

}  // namespace

// A review that was learned before its day says what was planned, not what was held.
void export_reviews(const ReturnSource& source, ExportedChild& child) {
    for (const Review& review : source.history->reviews) {
        if (!source.in_collection(review.held) || review.dated_after_learned) continue;
        ExportedRowBuilder row(source, "reviews");
        row.date("REVIEW", review.held).rests_on(review.event);
        const Code& participation = review.what().participation;
        if (participation != kNotRecorded) {
            row.code("REVIEW_CODE", "review-participation", participation, review.event);
        }
        row.add_to(child);
    }
}

// Why a worker took over (SW_REASON) is in no event.
void export_social_workers(const ReturnSource& source, ExportedChild& child) {
    for (const Allocation& allocation : source.history->allocations) {
        if (allocation.what().role != "social-worker" ||
            !source.touches(allocation.from, allocation.to) ||
            !in_care_between(source, allocation.from, allocation.to)) {
            continue;
        }
        const auto ended = source.end_told(allocation.to);
        ExportedRowBuilder row(source, "social_worker");
        row.text("SW_ID", reference_of(source, allocation.what()))
            .date("SW_DECOM", allocation.from)
            .date("SW_DEC", ended)
            .rests_on(allocation.start)
            .rests_on(ended ? allocation.end : nullptr)
            .add_to(child);
    }
}

void export_liberty(const ReturnSource& source, ExportedChild& child) {
    for (const LegalStatus& status : source.history->statuses) {
        if (status.code != "deprivation-of-liberty-order" ||
            !source.touches(status.from, status.to)) {
            continue;
        }
        const auto ended = source.end_told(status.to);
        ExportedRowBuilder row(source, "dolo");
        row.date("DOLO_START", status.from)
            .date("DOLO_END", ended)
            .rests_on(status.start)
            .rests_on(ended ? status.end : nullptr)
            .add_to(child);
    }
}

}  // namespace tyst
