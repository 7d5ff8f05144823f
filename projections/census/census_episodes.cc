#include <algorithm>

#include "projections/census/census_record.h"
#include "projections/welsh_care.h"

namespace tyst {
namespace {

// A stretch of care with one legal basis by its code and one placement. A temporary stay is part of
// the placement that it interrupts, and an order made again on the same basis starts nothing new.
struct CensusEpisode {
    Date from;
    std::optional<Date> to;
    Place care = kNone;
    std::string_view status;  // its code; empty where none is recorded
    bool short_break = false;
    const Placement* placement = nullptr;
    // Care that ends goes on where the next begins on the same or the next day.
    bool continued_from = false;
    bool continues = false;
};

const Placement* counted_in(const History& history, const Episode& episode) {
    if (episode.placement == kNone) return nullptr;
    const Placement& lived_in = history.placements[episode.placement];
    return lived_in.interrupts == kNone ? &lived_in : &history.placements[lived_in.interrupts];
}

CensusEpisode plain_episode(const History& history, const Episode& episode) {
    CensusEpisode plain;
    plain.from = episode.from;
    plain.to = episode.to;
    plain.care = episode.care;
    plain.placement = counted_in(history, episode);
    if (episode.status != kNone) {
        const LegalStatus& status = history.statuses[episode.status];
        plain.status = status.code;
        plain.short_break = status.facts != nullptr && status.facts->short_break;
    }
    return plain;
}

bool same_care(const History& history, const CensusEpisode& first, const CensusEpisode& second) {
    return first.care == second.care ||
           (first.care + 1 == second.care && continues_care(history, second.care));
}

std::vector<CensusEpisode> chain_of(const History& history) {
    std::vector<CensusEpisode> chain;
    for (const Episode& episode : history.episodes) {
        CensusEpisode next = plain_episode(history, episode);
        if (!chain.empty()) {
            CensusEpisode& last = chain.back();
            if (last.care == next.care && last.status == next.status &&
                last.placement == next.placement) {
                last.to = next.to;
                continue;
            }
            if (same_care(history, last, next) && last.short_break == next.short_break) {
                last.continues = true;
                next.continued_from = true;
            }
        }
        chain.push_back(next);
    }
    return chain;
}

bool touches(const CensusEpisode& episode, const Period& year) {
    return episode.from <= year.to && (!episode.to || year.from < *episode.to);
}

// S where care begins, else what changed since the episode before: B both, L the legal status, P
// the placement. Nothing where care began before the record does.
std::string_view start_reason(
    const History& history, const CensusEpisode& episode, const CensusEpisode* before
) {
    if (!episode.continued_from) {
        return history.care[episode.care].began_earlier() ? "" : "S";
    }
    const bool status = before->status != episode.status;
    const bool placement = before->placement != episode.placement;
    return status && placement ? "B" : status ? "L" : "P";
}

void tell_status(
    const CensusQuestion& question, std::string_view code, Date last, CensusRecord& to
) {
    to.letter(CensusFact::legal_status, "legal-status", code);
    const CodeEntry* entry = question.codes->find("legal-status", code);
    to.text(CensusFact::legal_group, entry == nullptr ? std::string_view() : entry->wales);
    to.text(CensusFact::accommodation, accommodation_section(code, last));
}

void tell_placement(const Placement* placement, CensusRecord& to) {
    if (placement == nullptr) return;
    const PlacementStarted& what = placement->what();
    to.text(CensusFact::placement_kind, name(placement_figure(what)));
    to.text(CensusFact::placement_place, what.location);
    to.letter(CensusFact::provider, "placement-provider", what.provider);
}

CensusRecord record_of(
    const CensusQuestion& question,
    const History& history,
    const CensusEpisode& episode,
    const CensusEpisode* before
) {
    const Date last =
        episode.to ? std::max(episode.to->plus_days(-1), episode.from) : question.year.to;
    CensusRecord record(question, history, last);
    const PeriodOfCare& care = history.care[episode.care];
    const auto& start = std::get<LookedAfterStarted>(care.start->event.body);
    record.letter(CensusFact::category_of_need, "category-of-need", start.category_of_need);
    record.date(CensusFact::started, episode.from);
    record.text(CensusFact::start_reason, start_reason(history, episode, before));
    tell_status(question, episode.status, last, record);
    tell_placement(episode.placement, record);
    record.date(CensusFact::ended, episode.to);
    if (episode.to) {
        record.text(
            CensusFact::exit_category,
            episode.continues ? "continues" : wales_exit(care, *question.codes)
        );
    }
    return record;
}

CensusRecords records_where(
    const CensusQuestion& question, const History& history, bool short_breaks
) {
    CensusRecords records;
    const CensusEpisode* before = nullptr;
    const std::vector<CensusEpisode> chain = chain_of(history);
    for (const CensusEpisode& episode : chain) {
        if (touches(episode, question.year) && episode.short_break == short_breaks) {
            records.push_back(record_of(question, history, episode, before));
        }
        before = &episode;
    }
    return records;
}

}  // namespace

CensusRecords census_episodes(const CensusQuestion& question, const History& history) {
    return records_where(question, history, false);
}

CensusRecords census_short_breaks(const CensusQuestion& question, const History& history) {
    return records_where(question, history, true);
}

}  // namespace tyst
