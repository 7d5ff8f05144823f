#include "cli/sample/life.h"

#include <algorithm>

namespace tyst::sample {
namespace {

constexpr int kDaysToCareOrder = 100;

class Teller {
  public:
    Teller(const Child& child, RandomSource& random) : random_(random) { life_.child = child; }

    Life run() {
        const Child& child = life_.child;
        start_status(code_of(child.entry.basis), child.entered);
        status_ = first_status();
        start_placement(first_placement(), child.entered);
        Date after = child.entered;
        for (const Anchor& anchor : child.anchors) {
            walk(after, anchor);
            after = anchor.date;
        }
        if (child.left) {
            leave(*child.left);
        }
        add_moves();
        const auto by_start = [](const auto& a, const auto& b) { return a.from < b.from; };
        std::stable_sort(life_.statuses.begin(), life_.statuses.end(), by_start);
        std::stable_sort(life_.placements.begin(), life_.placements.end(), by_start);
        return std::move(life_);
    }

  private:
    Status first_status() const {
        switch (life_.child.entry.basis) {
            case Basis::interim_care_order:
                return Status::interim_care_order;
            case Basis::care_order:
                return Status::care_order;
            case Basis::voluntary:
                return Status::voluntary;
            case Basis::emergency_protection:
            case Basis::police_protection:
                return Status::emergency_protection;
            case Basis::remand:
                return Status::remand;
        }
        return Status::voluntary;
    }

    Placement first_placement() {
        const Child& child = life_.child;
        const Basis basis = child.entry.basis;
        if (child.anchors.empty()) {
            return basis == Basis::remand ? Placement::other
                   : random_.chance(70)   ? Placement::own_foster
                   : random_.chance(80)   ? Placement::agency_foster
                                          : Placement::kinship;
        }
        const State first = child.anchors.front().state;
        const bool same_status = first.status == status_;
        const bool old_enough = child.entered >= birthday(child.birth, 16);
        switch (first.placement) {
            case Placement::own_foster:
            case Placement::agency_foster:
                return same_status || random_.chance(75) ? first.placement : Placement::own_foster;
            case Placement::kinship:
                return random_.chance(40) ? Placement::kinship : Placement::own_foster;
            case Placement::parents:
                return is_order_basis(basis) && random_.chance(50) ? Placement::parents
                                                                   : Placement::own_foster;
            case Placement::residential:
            case Placement::residential_school:
                return random_.chance(40) ? first.placement : Placement::agency_foster;
            case Placement::secure:
                return basis == Basis::remand ? Placement::secure : Placement::residential;
            case Placement::adoption:
                return Placement::own_foster;
            case Placement::independent:
                return old_enough ? Placement::independent : Placement::agency_foster;
            case Placement::other:
                return Placement::other;
        }
        return Placement::own_foster;
    }

    static bool is_order_basis(Basis basis) {
        return basis == Basis::interim_care_order || basis == Basis::care_order;
    }

    // From the state at the end of `after` to the anchor's, in lawful steps.
    void walk(Date after, const Anchor& anchor) {
        Date low = after.plus_days(1);
        if (placement_ == Placement::adoption && anchor.state.placement != Placement::adoption) {
            // A disruption: the child moves first, the placement order is revoked later.
            change_placement(low, anchor.date, anchor.state);
            low = placed_since_;
        }
        const Date placed_from = change_status(low, anchor.date, anchor.state);
        change_placement(placed_from, anchor.date, anchor.state);
    }

    // Gives the first day on which the new placement may begin.
    Date change_status(Date low, Date high, State to) {
        const bool leaves_room = to.placement == Placement::adoption;
        const Date last = leaves_room ? std::max(low, high.plus_days(-20)) : high;
        if (to.status == status_) {
            return low;
        }
        switch (to.status) {
            case Status::care_order:
                return status_ == Status::placement_order ? revoke_placement_order(low, last)
                                                          : make_care_order(low, last);
            case Status::interim_care_order:
                return replace(code_of(to.status), to.status, day_of_step(low, last));
            case Status::placement_order: {
                Date made = low;
                if (status_ != Status::care_order) {
                    made = make_care_order(low, last);
                } else {
                    made = random_.between(low, last);
                }
                start_status(code_of(Status::placement_order), made);
                status_ = Status::placement_order;
                return leaves_room ? std::min(made.plus_days(random_.between(10, 60)), high) : made;
            }
            case Status::voluntary:
            case Status::remand:
            case Status::emergency_protection:
                return replace(code_of(to.status), to.status, day_of_step(low, last));
        }
        return low;
    }

    // Within the reach of what came before: protection lasts days, not months.
    Date day_of_step(Date low, Date high) {
        if (status_ == Status::emergency_protection) {
            const int longest = life_.child.entry.basis == Basis::police_protection ? 2 : 7;
            high = std::min(high, std::max(low, open_since_.plus_days(longest)));
        }
        if (status_ == Status::remand) {
            high = std::min(high, low.plus_days(40));
        }
        return random_.between(low, high);
    }

    // A care order, by way of an interim one where there is none yet.
    Date make_care_order(Date low, Date high) {
        high = std::min(high, birthday(life_.child.birth, 17).plus_days(-1));
        if (status_ != Status::interim_care_order) {
            const Date latest = std::max(low, high.plus_days(-kDaysToCareOrder));
            low = replace(
                      code_of(Status::interim_care_order),
                      Status::interim_care_order,
                      day_of_step(low, latest)
            )
                      .plus_days(kDaysToCareOrder);
        } else {
            low = std::max(low, open_since_.plus_days(kDaysToCareOrder));
        }
        const Date likely = std::min(high, low.plus_days(160));
        return replace(
            code_of(Status::care_order),
            Status::care_order,
            random_.between(std::min(low, high), std::max(likely, std::min(low, high)))
        );
    }

    Date revoke_placement_order(Date low, Date high) {
        const Date day = random_.between(low, high);
        end_status(code_of(Status::placement_order), day, "revoked");
        status_ = Status::care_order;
        return day;
    }

    void change_placement(Date low, Date high, State to) {
        if (to.placement == placement_) {
            return;
        }
        if (to.placement == Placement::independent) {
            low = std::max(low, birthday(life_.child.birth, 16));
        }
        if (to.placement == Placement::secure) {
            low = std::max(low, high.plus_days(-70));
        }
        if (placement_ == Placement::secure) {
            high = std::min(high, std::max(low, placed_since_.plus_days(88)));
        }
        const Date day = random_.between(std::min(low, high), high);
        end_placement(day, reason_for_change(to.placement));
        start_placement(to.placement, day);
    }

    Code reason_for_change(Placement to) {
        if (to == Placement::adoption || to == Placement::parents || to == Placement::kinship ||
            to == Placement::independent) {
            return "care-plan";
        }
        static constexpr const char* kReasons[] = {
            "care-plan",
            "care-plan",
            "carer-request-behaviour",
            "carer-request-other",
            "child-request",
            "authority-request",
            "closed",
            "standards",
            "other"
        };
        return random_.pick(kReasons);
    }

    void leave(Date day) {
        const Code ended = life_.child.turned_18 ? "expired"
                           : status_ == Status::care_order && placement_ == Placement::parents
                               ? "discharged"
                               : "ended-with-care";
        for (StatusSpell& spell : life_.statuses) {
            if (!spell.to) {
                spell.to = day;
                spell.ended = ended;
            }
        }
        end_placement(day, "ended-with-care");
    }

    // What no table asks for: a change of carer of the same kind, a stay in hospital or with a
    // relief carer.
    void add_moves() {
        const Date horizon = life_.child.left
                                 ? *life_.child.left
                                 : (life_.child.anchors.empty() ? life_.child.entered
                                                                : life_.child.anchors.back().date);
        std::vector<PlacementSpell> added;
        for (PlacementSpell& spell : life_.placements) {
            const Date to = spell.to.value_or(horizon);
            const int days = to.days - spell.from.days;
            const bool foster = spell.placement == Placement::own_foster ||
                                spell.placement == Placement::agency_foster;
            if (foster && days > 240 && random_.chance(22)) {
                PlacementSpell second = spell;
                second.from = spell.from.plus_days(random_.between(60, days - 60));
                second.carer = any_carer(spell.placement);
                spell.to = second.from;
                spell.ended =
                    random_.chance(40) ? "carer-request-behaviour" : "carer-request-other";
                added.push_back(second);
            } else if (foster && days > 120 && random_.chance(7)) {
                PlacementSpell stay;
                stay.placement = spell.placement;
                stay.from = spell.from.plus_days(random_.between(30, days - 30));
                stay.to = stay.from.plus_days(random_.between(2, 9));
                stay.ended = "care-plan";
                stay.temporary = true;
                added.push_back(stay);
            }
        }
        life_.placements.insert(life_.placements.end(), added.begin(), added.end());
    }

    std::uint32_t any_carer(Placement placement) {
        const int households = placement == Placement::own_foster      ? 140
                               : placement == Placement::agency_foster ? 180
                               : placement == Placement::kinship       ? 400
                                                                       : 0;
        return households == 0 ? 0 : static_cast<std::uint32_t>(random_.between(1, households));
    }

    Date replace(const Code& status, Status kind, Date day) {
        for (StatusSpell& spell : life_.statuses) {
            if (!spell.to) {
                spell.to = day;
                spell.ended = "superseded";
            }
        }
        start_status(status, day);
        status_ = kind;
        return day;
    }

    void start_status(const Code& status, Date day) {
        life_.statuses.push_back({status, day, {}, {}});
        open_since_ = day;
    }

    void end_status(const Code& status, Date day, const Code& why) {
        for (StatusSpell& spell : life_.statuses) {
            if (spell.status == status && !spell.to) {
                spell.to = day;
                spell.ended = why;
            }
        }
    }

    void start_placement(Placement placement, Date day) {
        PlacementSpell spell;
        spell.placement = placement;
        spell.from = day;
        spell.carer = any_carer(placement);
        life_.placements.push_back(spell);
        placement_ = placement;
        placed_since_ = day;
        // Welfare secure accommodation needs an order on top of the care order; a remand does not.
        if (placement == Placement::secure && status_ == Status::care_order) {
            life_.statuses.push_back({"secure-accommodation-order", day, {}, {}});
        }
    }

    void end_placement(Date day, const Code& why) {
        for (PlacementSpell& spell : life_.placements) {
            if (!spell.to) {
                spell.to = day;
                spell.ended = why;
            }
        }
        if (placement_ == Placement::secure) {
            end_status("secure-accommodation-order", day, "expired");
        }
    }

    RandomSource& random_;
    Life life_;
    Status status_ = Status::voluntary;
    Date open_since_;
    Placement placement_ = Placement::own_foster;
    Date placed_since_;
};

}  // namespace

Life tell(const Child& child, RandomSource& random) {
    return Teller(child, random).run();
}

Code code_of(Status status) {
    switch (status) {
        case Status::care_order:
            return "care-order";
        case Status::interim_care_order:
            return "interim-care-order";
        case Status::placement_order:
            return "placement-order";
        case Status::voluntary:
            return "voluntary";
        case Status::remand:
            return "remand-local-authority";
        case Status::emergency_protection:
            return "emergency-protection-order";
    }
    return {};
}

Code code_of(Basis basis) {
    switch (basis) {
        case Basis::interim_care_order:
            return "interim-care-order";
        case Basis::care_order:
            return "care-order";
        case Basis::voluntary:
            return "voluntary";
        case Basis::emergency_protection:
            return "emergency-protection-order";
        case Basis::police_protection:
            return "police-protection";
        case Basis::remand:
            return "remand-local-authority";
    }
    return {};
}

}  // namespace tyst::sample
