#include "projections/relations.h"

#include <algorithm>
#include <utility>

#include "schema/event_catalogue.h"

namespace tyst {

namespace {

constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

// The known events of one person while the relations among them are worked out.
class Resolver {
  public:
    Resolver(std::vector<const StoredEvent*> known, History& history)
        : known_(std::move(known)), history_(history) {}

    [[nodiscard]] std::vector<FoldStep> resolve() {
        find_targets();
        annul();
        correct();
        return steps();
    }

  private:
    [[nodiscard]] const Relation& relation(std::size_t place) const {
        return known_[place]->event.relation;
    }

    void find_targets() {
        std::vector<std::pair<EventId, std::size_t>> places;
        places.reserve(known_.size());
        for (std::size_t place = 0; place < known_.size(); ++place) {
            places.emplace_back(known_[place]->event.id, place);
        }
        std::ranges::sort(places);
        target_.assign(known_.size(), kNowhere);
        for (std::size_t place = 0; place < known_.size(); ++place) {
            if (relation(place).kind == RelationKind::none) {
                continue;
            }
            const auto found =
                std::ranges::lower_bound(places, std::pair(relation(place).target, std::size_t{0}));
            const bool known = found != places.end() && found->first == relation(place).target;
            if (known && found->second < place) {
                target_[place] = found->second;
            } else {
                find(FindingKind::relation_target_unknown, known_[place]);
            }
        }
    }

    // Later relations decide first: an annulled annulment takes nothing away.
    void annul() {
        annulled_.assign(known_.size(), false);
        for (std::size_t place = known_.size(); place-- > 0;) {
            if (relation(place).kind == RelationKind::annuls && in_force(place)) {
                annulled_[target_[place]] = true;
                history_.relations.push_back({known_[target_[place]]->index, known_[place]});
            }
        }
    }

    // A relation whose target is missing is not in force.
    [[nodiscard]] bool in_force(std::size_t place) const {
        const bool aimless =
            relation(place).kind != RelationKind::none && target_[place] == kNowhere;
        return !annulled_[place] && !aimless;
    }

    // From the newest target to the oldest, so that a correction is itself corrected before it is
    // applied; the corrections of one target in order of index.
    void correct() {
        reads_.assign(known_.begin(), known_.end());
        learned_.resize(known_.size());
        std::vector<std::pair<std::size_t, std::size_t>> corrections;  // target, correction
        for (std::size_t place = 0; place < known_.size(); ++place) {
            learned_[place] = learned_time(*known_[place]);
            if (relation(place).kind == RelationKind::corrects && in_force(place)) {
                corrections.emplace_back(target_[place], place);
            }
        }
        std::ranges::sort(corrections, [](const auto& one, const auto& other) {
            return one.first != other.first ? one.first > other.first : one.second < other.second;
        });
        for (const auto& [target, correction] : corrections) {
            apply(target, correction);
        }
    }

    void apply(std::size_t target, std::size_t correction) {
        const bool first = reads_[target] == known_[target];
        if (first) {
            history_.corrected.push_back(std::make_unique<StoredEvent>(*known_[target]));
        }
        StoredEvent& copy = *history_.corrected.back();
        const Event& change = reads_[correction]->event;
        if (!apply_correction(copy.event, change)) {
            find(FindingKind::correction_not_applicable, known_[correction]);
            if (first) {
                history_.corrected.pop_back();
            }
            return;
        }
        widen(copy.event.relation, change.relation);
        reads_[target] = &copy;
        learned_[target] = std::max(learned_[target], learned_[correction]);
        history_.relations.push_back({known_[target]->index, known_[correction]});
    }

    // A correction that is itself corrected also replaces the fields that the newer one names.
    static void widen(Relation& corrected, const Relation& by) {
        if (corrected.kind != RelationKind::corrects) {
            return;
        }
        for (const std::string& field : by.fields) {
            if (std::ranges::find(corrected.fields, field) == corrected.fields.end()) {
                corrected.fields.push_back(field);
            }
        }
    }

    [[nodiscard]] std::vector<FoldStep> steps() {
        std::vector<FoldStep> result;
        result.reserve(known_.size());
        for (std::size_t place = 0; place < known_.size(); ++place) {
            if (!in_force(place)) {
                continue;
            }
            const RelationKind kind = relation(place).kind;
            if (kind == RelationKind::none) {
                result.push_back({reads_[place], nullptr, learned_[place]});
            } else if (kind == RelationKind::reverses) {
                reverse(place, result);
            }
        }
        return result;
    }

    void reverse(std::size_t place, std::vector<FoldStep>& result) {
        const std::size_t target = target_[place];
        if (!in_force(target) || relation(target).kind != RelationKind::none) {
            find(FindingKind::reversal_without_effect, known_[place]);
            return;
        }
        result.push_back({reads_[place], reads_[target], learned_[place]});
        history_.relations.push_back({known_[target]->index, known_[place]});
    }

    void find(FindingKind kind, const StoredEvent* event) {
        history_.findings.push_back({kind, event, nullptr, event->event.occurred.date});
    }

    std::vector<const StoredEvent*> known_;  // in order of index
    History& history_;
    std::vector<std::size_t> target_;
    std::vector<bool> annulled_;
    std::vector<const StoredEvent*> reads_;
    std::vector<Timestamp> learned_;
};

}  // namespace

std::vector<FoldStep> resolve_relations(std::span<const StoredEvent> events, History& history) {
    const Question& question = history.question;
    std::vector<const StoredEvent*> known;
    known.reserve(events.size());
    bool related = false;
    for (const StoredEvent& stored : events) {
        if (known_time(stored, question.witnessed) > question.known_at) {
            continue;
        }
        known.push_back(&stored);
        related |= stored.event.relation.kind != RelationKind::none;
        history.rests_on_claimed_time |=
            !question.witnessed &&
            stored.event.learned.value_or(stored.recorded) != stored.recorded;
    }
    history.events_known = known.size();
    const auto index = [](const StoredEvent* stored) { return stored->index; };
    if (!std::ranges::is_sorted(known, {}, index)) {
        std::ranges::sort(known, {}, index);
    }
    if (related) {
        std::vector<FoldStep> steps = Resolver(std::move(known), history).resolve();
        std::ranges::sort(history.relations, {}, [](const AppliedRelation& applied) {
            return std::pair(applied.target, applied.relation->index);
        });
        return steps;
    }
    std::vector<FoldStep> steps;
    steps.reserve(known.size());
    for (const StoredEvent* stored : known) {
        steps.push_back({stored, nullptr, learned_time(*stored)});
    }
    return steps;
}

}  // namespace tyst
