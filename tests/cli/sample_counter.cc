#include "tests/cli/sample_counter.h"

#include <algorithm>

namespace tyst::test {
namespace {

struct Fact {
    Event event;
    bool annulled = false;
    std::optional<Date> reversed;
};

void correct(Fact& target, const Event& correction) {
    for (const std::string& field : correction.relation.fields) {
        if (field == "occurred") {
            target.event.occurred = correction.occurred;
        } else if (field == "birth_date") {
            std::get<IdentityRecorded>(target.event.body).birth_date =
                std::get<IdentityRecorded>(correction.body).birth_date;
        } else if (field == "provider") {
            std::get<PlacementStarted>(target.event.body).provider =
                std::get<PlacementStarted>(correction.body).provider;
        }
    }
}

// Relations in the order written; the samples annul an annulment at most once.
std::vector<Fact> facts_of(const std::vector<Event>& events) {
    std::vector<Fact> facts;
    const auto find = [&](const EventId& id) {
        return std::find_if(facts.begin(), facts.end(), [&](const Fact& fact) {
            return fact.event.id == id;
        });
    };
    for (const Event& event : events) {
        facts.push_back({event, false, {}});
    }
    for (auto fact = facts.rbegin(); fact != facts.rend(); ++fact) {
        if (fact->event.relation.kind == RelationKind::annuls && !fact->annulled) {
            find(fact->event.relation.target)->annulled = true;
        }
    }
    for (const Fact& fact : facts) {
        if (fact.event.relation.kind == RelationKind::corrects && !fact.annulled) {
            correct(*find(fact.event.relation.target), fact.event);
        } else if (fact.event.relation.kind == RelationKind::reverses) {
            find(fact.event.relation.target)->reversed = fact.event.occurred.date;
        }
    }
    return facts;
}

std::optional<Date> end_of(const std::vector<Fact>& facts, const Fact& start) {
    std::optional<Date> end = start.reversed;
    for (const Fact& fact : facts) {
        if (fact.annulled) {
            continue;
        }
        const auto* status = std::get_if<LegalStatusEnded>(&fact.event.body);
        const auto* placement = std::get_if<PlacementEnded>(&fact.event.body);
        if ((status != nullptr && status->started == start.event.id) ||
            (placement != nullptr && placement->started == start.event.id)) {
            end = std::min(end.value_or(fact.event.occurred.date), fact.event.occurred.date);
        }
    }
    return end;
}

CountedChild count_child(const std::vector<Event>& events) {
    const std::vector<Fact> facts = facts_of(events);
    CountedChild child;
    std::vector<Date> ends;
    for (const Fact& fact : facts) {
        if (fact.annulled || fact.event.relation.kind != RelationKind::none) {
            continue;
        }
        const Date day = fact.event.occurred.date;
        if (const auto* identity = std::get_if<IdentityRecorded>(&fact.event.body)) {
            child.birth = *identity->birth_date;
        } else if (const auto* started = std::get_if<LookedAfterStarted>(&fact.event.body)) {
            child.care.push_back(
                {"care", day, {}, {}, started->category_of_need, started->legal_status}
            );
        } else if (std::holds_alternative<LookedAfterEnded>(fact.event.body)) {
            ends.push_back(day);
        } else if (const auto* status = std::get_if<LegalStatusStarted>(&fact.event.body)) {
            child.statuses.push_back({status->status, day, end_of(facts, fact), {}, {}, {}});
        } else if (const auto* placement = std::get_if<PlacementStarted>(&fact.event.body)) {
            child.placements.push_back(
                {column_of(*placement), day, end_of(facts, fact), *placement, {}, {}}
            );
        }
    }
    const auto by_start = [](const CountedSpell& a, const CountedSpell& b) {
        return a.from < b.from;
    };
    std::stable_sort(child.care.begin(), child.care.end(), by_start);
    std::sort(ends.begin(), ends.end());
    for (std::size_t i = 0; i < ends.size(); ++i) {
        child.care.at(i).to = ends[i];
    }
    return child;
}

}  // namespace

SampleCounter::SampleCounter(const std::vector<Submission>& events) {
    std::map<std::string, std::vector<Event>> streams;
    for (const Submission& submission : events) {
        if (submission.subject.kind == SubjectKind::child) {
            streams[submission.subject.reference].push_back(submission.event);
        }
    }
    for (const auto& [reference, stream] : streams) {
        children_.emplace(reference, count_child(stream));
    }
}

int SampleCounter::looked_after(Date day) const {
    int count = 0;
    for (const auto& [status, children] : by_status(day)) {
        count += children;
    }
    return count;
}

std::map<std::string, int> SampleCounter::table(Date day) const {
    std::map<std::string, int> counts;
    for (const auto& [reference, child] : children_) {
        if (!std::any_of(child.care.begin(), child.care.end(), [&](const CountedSpell& spell) {
                return spell.holds(day);
            })) {
            continue;
        }
        std::string column = "none";
        for (const CountedSpell& placement : child.placements) {
            if (placement.holds(day) && !placement.placement.temporary) {
                column = column == "none" ? placement.what : "two placements";
            }
        }
        ++counts[row_of(child, day) + " / " + column];
    }
    return counts;
}

std::map<std::string, int> SampleCounter::by_status(Date day) const {
    std::map<std::string, int> counts;
    for (const auto& [cell, children] : table(day)) {
        counts[cell.substr(0, cell.find(" / "))] += children;
    }
    return counts;
}

std::map<std::string, int> SampleCounter::by_placement(Date day) const {
    std::map<std::string, int> counts;
    for (const auto& [cell, children] : table(day)) {
        counts[cell.substr(cell.find(" / ") + 3)] += children;
    }
    return counts;
}

int SampleCounter::overlay(const std::string& status, Date day) const {
    int count = 0;
    for (const auto& [reference, child] : children_) {
        for (const CountedSpell& spell : child.statuses) {
            count += spell.what == status && spell.holds(day) ? 1 : 0;
        }
    }
    return count;
}

std::vector<int> SampleCounter::ages(Date day) const {
    std::vector<int> counts(18);
    for (const auto& [reference, child] : children_) {
        for (const CountedSpell& spell : child.care) {
            if (spell.holds(day)) {
                ++counts.at(static_cast<std::size_t>(counted_age(child.birth, day)));
            }
        }
    }
    return counts;
}

int SampleCounter::starts(Date from, Date to) const {
    int count = 0;
    for (const auto& [reference, child] : children_) {
        for (const CountedSpell& spell : child.care) {
            count += from <= spell.from && spell.from <= to ? 1 : 0;
        }
    }
    return count;
}

int SampleCounter::ceased(Date from, Date to) const {
    int count = 0;
    for (const auto& [reference, child] : children_) {
        for (const CountedSpell& spell : child.care) {
            count += spell.to && from <= *spell.to && *spell.to <= to ? 1 : 0;
        }
    }
    return count;
}

int counted_age(Date birth, Date day) {
    const bool before_birthday =
        day.month() < birth.month() || (day.month() == birth.month() && day.day() < birth.day());
    return day.year() - birth.year() - (before_birthday ? 1 : 0);
}

std::string column_of(const PlacementStarted& placement) {
    static const std::map<std::string, std::string> columns = {
        {"with-parents", "parents"},
        {"childrens-home", "residential"},
        {"care-home", "residential"},
        {"family-centre", "residential"},
        {"health", "residential"},
        {"residential-school", "school"},
        {"secure-home", "secure"},
        {"placed-for-adoption", "adoption"},
        {"independent-living", "independent"},
        {"semi-independent", "independent"},
        {"supported-accommodation", "independent"},
        {"residential-employment", "independent"}
    };
    if (placement.setting == "foster") {
        return placement.carer_relationship == "kin" ? "kinship"
               : placement.provider == "own"         ? "own"
               : placement.provider == "private" || placement.provider == "voluntary"
                   ? "agency"
                   : "foster-other";
    }
    const auto found = columns.find(placement.setting);
    return found == columns.end() ? "other" : found->second;
}

std::string row_of(const CountedChild& child, Date day) {
    static const std::map<std::string, std::string> rows = {
        {"care-order", "care"},
        {"interim-care-order", "interim"},
        {"placement-order", "placement"},
        {"voluntary", "voluntary"},
        {"remand-local-authority", "remand"},
        {"remand-youth-detention", "remand"},
        {"emergency-protection-order", "protection"},
        {"police-protection", "protection"}
    };
    std::string row = "none";
    for (const CountedSpell& spell : child.statuses) {
        const auto found = rows.find(spell.what);
        if (!spell.holds(day) || found == rows.end()) {
            continue;
        }
        const bool over_care_order = (found->second == "placement" && row == "care") ||
                                     (found->second == "care" && row == "placement");
        row = row == "none" ? found->second : over_care_order ? "placement" : "two statuses";
    }
    return row;
}

}  // namespace tyst::test
