#include <algorithm>

#include "cli/sample/narrator.h"

namespace tyst::sample {
namespace {

// A review of another child written here by mistake, found out and annulled.
void annul_a_review(Scene& scene) {
    const Date first = std::max(scene.life.child.entered, scene.cohort.reviews_from);
    const Date last = std::min(scene.end(), scene.cohort.today);
    if (last.days - first.days < 120) {
        return;
    }
    const Date day = scene.random.between(first.plus_days(40), last.plus_days(-60));
    if (!scene.reviews_held(day)) {
        return;
    }
    ReviewHeld misplaced;
    misplaced.participation = "PN7";
    const Written review = scene.writer.add(day, misplaced);
    scene.writer.relate(
        review,
        {RelationKind::annuls, {}, {}, "team manager"},
        {.date = day, .instant = {}},
        NoBody{},
        scene.random.between(2, 50),
        "Written to the wrong child's record"
    );
}

// An order beside care that an appeal undid: true for a while, so reversed, not annulled.
void reverse_an_order(Scene& scene) {
    const Date last = std::min(scene.end(), scene.cohort.today);
    const Date first = scene.life.child.entered;
    if (last.days - first.days < 200) {
        return;
    }
    const Date made = scene.random.between(first.plus_days(30), last.plus_days(-120));
    const Date undone = made.plus_days(scene.random.between(21, 90));
    LegalStatusStarted order;
    order.status = "deprivation-of-liberty-order";
    order.court = "Sampl High Court";
    order.expires = plus_months(made, 6);
    const Written started = scene.writer.add(made, order);
    scene.writer.relate(
        started,
        {RelationKind::reverses, {}, {}, "Sampl Court of Appeal"},
        {.date = undone, .instant = {}},
        NoBody{},
        undone.days - made.days + 5,
        "Appeal allowed"
    );
}

// The same plan entered twice by two workers; the second is annulled, and then it turns out that
// the second was the right one: the annulment is annulled.
void annul_an_annulment(Scene& scene) {
    const Date day = std::max(scene.life.child.entered.plus_days(60), scene.cohort.reviews_from);
    if (day.plus_days(200) > std::min(scene.end(), scene.cohort.today) ||
        !scene.reviews_held(day)) {
        return;
    }
    const Written plan =
        scene.writer.add(day, CareAndSupportPlanRecorded{"part-6", 90, {}, {}, {}});
    const Relation annuls{RelationKind::annuls, {}, {}, "team manager"};
    const Written annulment = scene.writer.relate(
        plan, annuls, {.date = day, .instant = {}}, NoBody{}, 20, "Thought to be a duplicate"
    );
    scene.writer.relate(
        annulment, annuls, {.date = day, .instant = {}}, NoBody{}, 30, "Was no duplicate after all"
    );
}

}  // namespace

void narrate_mishaps(Scene& scene) {
    const int luck = scene.random.between(1, 1000);
    if (luck <= 20) {
        annul_a_review(scene);
    } else if (luck <= 30) {
        reverse_an_order(scene);
    } else if (luck <= 36) {
        annul_an_annulment(scene);
    }
}

}  // namespace tyst::sample
