#include <algorithm>

#include "cli/sample/narrator.h"

namespace tyst::sample {
namespace {

Code participation(int age, RandomSource& random) {
    if (age < 4) {
        return "PN0";
    }
    static constexpr const char* kYounger[] = {"PN7", "PN6", "PN6", "PN3", "PN1", "PN5"};
    static constexpr const char* kOlder[] = {
        "PN1", "PN1", "PN1", "PN1", "PN2", "PN4", "PN6", "PN7"
    };
    return age < 10 ? random.pick(kYounger) : random.pick(kOlder);
}

ReviewHeld review_on(Scene& scene, Date day, int number) {
    RandomSource& random = scene.random;
    const int age = age_on(scene.life.child.birth, day);
    ReviewHeld review;
    review.participation = participation(age, random);
    if (age >= 4) {
        review.child_seen_alone = random.chance(80);
    }
    if (const Turn* officer = turn_on(scene.responsible.officers, day)) {
        review.chair = reviewing_officer(scene.writer.system(), officer->worker);
    }
    if (random.chance(35)) {
        static constexpr const char* kDecisions[] = {
            "Health assessment to be brought up to date",
            "Contact with siblings to be agreed and written into the plan",
            "Work on discharge of the care order to be considered with legal services",
            "Personal education plan to be completed with the school",
            "Trefnu eiriolwr os yw'r plentyn yn dymuno",
            "Long-term match to be presented to panel"
        };
        ReviewDecision decision;
        decision.id = "R" + std::to_string(number) + "D1";
        decision.text = random.pick(kDecisions);
        if (const Turn* worker = turn_on(scene.responsible.workers, day)) {
            decision.responsible = social_worker(scene.writer.system(), worker->worker);
        }
        decision.by = day.plus_days(random.between(14, 90));
        review.decisions.push_back(std::move(decision));
    }
    return review;
}

// One route for a settled child, two where plans run in parallel.
std::vector<Code> routes_of(Scene& scene, Date day) {
    const PlacementSpell* placement = placement_on(scene.life, day);
    const StatusSpell* status = status_on(scene.life, day);
    const int age = age_on(scene.life.child.birth, day);
    const bool undecided = status != nullptr && status->status == "interim-care-order";
    switch (placement != nullptr ? placement->placement : Placement::own_foster) {
        case Placement::parents:
            return {"remain-with-family"};
        case Placement::kinship:
            return undecided
                       ? std::vector<Code>{"return-home-6-months", "long-term-kin"}
                       : std::vector<Code>{
                             scene.random.chance(30) ? "special-guardianship" : "long-term-kin"
                         };
        case Placement::adoption:
            return {"adoption"};
        case Placement::residential:
        case Placement::residential_school:
        case Placement::secure:
            return {age >= 15 ? "residential-to-independence" : "long-term-foster"};
        case Placement::independent:
            return {"supported-living"};
        case Placement::own_foster:
        case Placement::agency_foster:
        case Placement::other:
            break;
    }
    if (undecided) {
        return age < 5 ? std::vector<Code>{"return-home-6-months", "adoption"}
                       : std::vector<Code>{"return-home-6-months", "long-term-foster"};
    }
    if (status != nullptr && status->status == "placement-order") {
        return {"adoption"};
    }
    if (status != nullptr && status->status == "voluntary") {
        return {scene.random.chance(50) ? "return-home-6-months" : "return-home-later"};
    }
    return {"long-term-foster"};
}

void record_permanence_plan(Scene& scene, Date day) {
    if (!scene.reviews_held(day) || day >= scene.end()) {
        return;
    }
    PermanencePlanRecorded plan;
    plan.routes = routes_of(scene, day);
    if (const Turn* officer = turn_on(scene.responsible.officers, day)) {
        plan.agreed_by = reviewing_officer(scene.writer.system(), officer->worker);
    }
    scene.writer.add(day, plan);
}

// When a review of this due day was held: mostly in time, some late, a few never.
std::optional<Date> day_held(Date due, int slack, RandomSource& random) {
    const int luck = random.between(1, 1000);
    if (luck <= 850) {
        return due.plus_days(-random.between(0, slack));
    }
    if (luck <= 940) {
        return due.plus_days(random.between(2, 50));
    }
    return std::nullopt;
}

// Of the second review, or of the first that the source holds: nearly all children have a plan by
// then, some get it late, some do not.
void permanence_at(Scene& scene, Date held) {
    const int luck = scene.random.between(1, 100);
    if (luck <= 86) {
        record_permanence_plan(scene, held.plus_days(-scene.random.between(0, 6)));
    } else if (luck <= 94) {
        record_permanence_plan(scene, held.plus_days(scene.random.between(20, 160)));
    }
}

// A review put in the diary and recorded as held before the day has come: kept, but it proves
// nothing yet.
void record_too_early(Scene& scene, Date due, int number) {
    const Date held = std::min(due, scene.cohort.today.plus_days(80));
    if (held <= scene.cohort.today || !scene.reviews_held(held)) {
        return;
    }
    scene.writer.add(held, review_on(scene, scene.cohort.today, number));
    scene.writer.learned_in_advance(scene.cohort.today.plus_days(-scene.random.between(3, 20)));
    scene.writer.explain("Recorded from the diary", "en");
}

}  // namespace

void narrate_reviews(Scene& scene) {
    const Date end = scene.end();
    // The first within 20 working days (before April 2016: four weeks); 27 days satisfy both.
    Date due = scene.life.child.entered.plus_days(27);
    bool planned = false;
    for (int number = 1;; ++number) {
        const auto held = day_held(due, number == 1 ? 9 : 16, scene.random);
        const Date counted = held.value_or(due);
        if (counted >= end || counted > scene.cohort.today) {
            if (!scene.life.child.left && scene.life.child.number % 97 == 5) {
                record_too_early(scene, due, number);
            }
            break;
        }
        if (held && scene.reviews_held(*held)) {
            scene.writer.add(*held, review_on(scene, *held, number));
            if (number >= 2 && !planned) {
                permanence_at(scene, *held);
                planned = true;
            } else if (number >= 4 && scene.random.chance(20)) {
                record_permanence_plan(scene, *held);
            }
        }
        due = plus_months(counted, number == 1 ? 3 : 6);
    }
}

void narrate_plans(Scene& scene) {
    const Date from = std::max(scene.life.child.entered, scene.cohort.reviews_from);
    Date day = from.plus_days(
        scene.random.chance(88) ? scene.random.between(0, 11) : scene.random.between(15, 70)
    );
    std::uint32_t version = 1;
    while (day < scene.end() && day <= scene.cohort.today) {
        if (scene.reviews_held(day)) {
            const StatusSpell* status = status_on(scene.life, day);
            const bool before_court = status != nullptr && status->status == "interim-care-order";
            CareAndSupportPlanRecorded plan;
            plan.kind = before_court ? "section-31a" : "part-6";
            plan.version = version;
            if (const Turn* worker = turn_on(scene.responsible.workers, day)) {
                plan.author = social_worker(scene.writer.system(), worker->worker);
            }
            scene.writer.add(day, plan);
            ++version;
        }
        day = day.plus_days(scene.random.between(160, 420));
    }
}

}  // namespace tyst::sample
