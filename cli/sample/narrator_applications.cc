#include <algorithm>

#include "cli/sample/narrator.h"

namespace tyst::sample {
namespace {

std::string case_number(const Scene& scene, Date day) {
    return "SP" + std::to_string(day.year() % 100) + "C" + std::to_string(scene.life.child.number);
}

void apply_and_decide(
    Scene& scene,
    const Code& what,
    const Code& who,
    Date made,
    std::optional<Date> decided,
    const Code& outcome
) {
    made = std::max(made, scene.life.child.entered);
    const Written application = scene.writer.add(
        made, ApplicationMade{what, who, "Sampl Family Court", case_number(scene, made)}
    );
    if (decided) {
        scene.writer.add_after(
            application, std::max(*decided, made), ApplicationDecided{application.id, outcome}
        );
    }
}

// Care proceedings: from the first interim order to the care order, or to the end without one.
void narrate_care_proceedings(Scene& scene) {
    const StatusSpell* interim = nullptr;
    const StatusSpell* final_order = nullptr;
    for (const StatusSpell& spell : scene.life.statuses) {
        if (spell.status == "interim-care-order" && interim == nullptr) {
            interim = &spell;
        }
        if (spell.status == "care-order" && final_order == nullptr) {
            final_order = &spell;
        }
    }
    if (interim != nullptr) {
        std::optional<Date> decided;
        Code outcome = "granted";
        if (final_order != nullptr) {
            decided = final_order->from;
        } else if (interim->to) {
            decided = interim->to;
            outcome = scene.random.chance(60) ? "withdrawn" : "refused";
        }
        apply_and_decide(
            scene,
            "care-order",
            "authority",
            interim->from.plus_days(-scene.random.between(0, 6)),
            decided,
            outcome
        );
    }
}

void narrate_other_orders(Scene& scene) {
    for (const StatusSpell& spell : scene.life.statuses) {
        if (spell.status == "placement-order") {
            apply_and_decide(
                scene,
                "placement-order",
                "authority",
                spell.from.plus_days(-scene.random.between(30, 90)),
                spell.from,
                "granted"
            );
            if (spell.ended == "revoked") {
                apply_and_decide(
                    scene,
                    "revocation-of-placement-order",
                    "authority",
                    std::max(spell.from, spell.to->plus_days(-40)),
                    spell.to,
                    "granted"
                );
            }
        } else if (spell.status == "secure-accommodation-order") {
            apply_and_decide(
                scene,
                "secure-accommodation-order",
                "authority",
                spell.from.plus_days(-1),
                spell.from,
                "granted"
            );
        }
    }
}

// Applications to discharge a care order: the one that ended care, and those that did not.
void narrate_discharges(Scene& scene) {
    for (const StatusSpell& spell : scene.life.statuses) {
        if (spell.status != "care-order") {
            continue;
        }
        if (spell.ended == "discharged") {
            apply_and_decide(
                scene,
                "discharge-of-care-order",
                scene.random.chance(60) ? "authority" : "parent",
                std::max(
                    spell.from.plus_days(1), spell.to->plus_days(-scene.random.between(50, 130))
                ),
                spell.to,
                "granted"
            );
            continue;
        }
        const Date last = spell.to.value_or(scene.cohort.today);
        const PlacementSpell* placement = placement_on(scene.life, last.plus_days(-1));
        const bool at_home = placement != nullptr && placement->placement == Placement::parents;
        if (last.days - spell.from.days < 420 || !scene.random.chance(at_home ? 40 : 9)) {
            continue;
        }
        const Date made = scene.random.between(spell.from.plus_days(300), last.plus_days(-15));
        const Date decided = made.plus_days(scene.random.between(60, 160));
        apply_and_decide(
            scene,
            "discharge-of-care-order",
            scene.random.chance(70) ? "parent" : "child",
            made,
            decided < last ? std::optional(decided) : std::nullopt,
            scene.random.chance(60) ? "refused" : "withdrawn"
        );
    }
}

}  // namespace

void narrate_applications(Scene& scene) {
    narrate_care_proceedings(scene);
    narrate_other_orders(scene);
    narrate_discharges(scene);
}

void narrate_allocations(Scene& scene) {
    const std::string& source = scene.writer.system();
    const auto tell_turns = [&](const std::vector<Turn>& turns, const Code& role) {
        for (const Turn& turn : turns) {
            AllocationStarted started;
            started.role = role;
            if (role == "team") {
                started.team = team_name(turn.worker);
            } else {
                started.worker = role == "iro" ? reviewing_officer(source, turn.worker)
                                               : social_worker(source, turn.worker);
                const Turn* team = turn_on(scene.responsible.teams, turn.from);
                started.team = role == "iro"     ? "Independent Reviewing Service"
                               : team != nullptr ? team_name(team->worker)
                                                 : "";
            }
            const Written start = scene.writer.add(turn.from, started);
            if (turn.to) {
                scene.writer.add_after(start, *turn.to, AllocationEnded{start.id, turn.ended});
            }
        }
    };
    tell_turns(scene.responsible.officers, "iro");
    tell_turns(scene.responsible.workers, "social-worker");
    tell_turns(scene.responsible.teams, "team");
}

}  // namespace tyst::sample
