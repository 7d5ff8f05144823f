#include <utility>

#include "cli/sample/narrator.h"

namespace tyst::sample {
namespace {

PlacementStarted kind(Code setting, Code relationship, Code provider) {
    PlacementStarted started;
    started.setting = std::move(setting);
    started.carer_relationship = std::move(relationship);
    started.provider = std::move(provider);
    return started;
}

// The neutral attributes of each column of the tables.
PlacementStarted attributes_of(const PlacementSpell& spell, Scene& scene) {
    RandomSource& random = scene.random;
    const std::string& source = scene.writer.system();
    PlacementStarted started;
    switch (spell.placement) {
        case Placement::own_foster:
            started = kind("foster", "unrelated", "own");
            started.carer = carer(source, "FC", spell.carer);
            break;
        case Placement::agency_foster:
            started = kind("foster", "unrelated", random.chance(75) ? "private" : "voluntary");
            started.carer = carer(source, "AC", spell.carer);
            break;
        case Placement::kinship:
            started = kind("foster", "kin", "own");
            started.carer = carer(source, "KC", spell.carer);
            break;
        case Placement::parents:
            started = kind("with-parents", "parent", "parents");
            break;
        case Placement::residential:
            started.setting = random.chance(90) ? "childrens-home" : "care-home";
            started.provider = random.chance(80) ? "private" : "own";
            started.provider_reference = "SU" + std::to_string(random.between(10000, 99999));
            break;
        case Placement::residential_school:
            started.setting = "residential-school";
            started.provider = "private";
            break;
        case Placement::secure:
            started.setting = "secure-home";
            started.provider = "other-authority";
            break;
        case Placement::adoption:
            started.setting = "placed-for-adoption";
            started.provider = "own";
            started.adoption_stage =
                random.chance(85) ? "placed-under-order" : "placed-under-order-current-carer";
            break;
        case Placement::independent:
            started.setting = random.chance(50)   ? "supported-accommodation"
                              : random.chance(50) ? "semi-independent"
                                                  : "independent-living";
            started.provider = "voluntary";
            break;
        case Placement::other: {
            const StatusSpell* status = status_on(scene.life, spell.from);
            const bool remanded = status != nullptr && status->status == "remand-local-authority";
            started.setting = remanded ? "young-offender-institution" : "other";
            started.provider = "other-public";
            break;
        }
    }
    started.location = random.chance(66)   ? "own-authority"
                       : random.chance(85) ? "elsewhere-in-wales"
                                           : "outside-wales";
    if (started.setting == "foster") {
        started.intended_to_18 = random.chance(30);
    }
    return started;
}

PlacementStarted temporary_stay(Scene& scene) {
    PlacementStarted started;
    started.temporary = true;
    started.setting = scene.random.chance(40)   ? "carer-holiday"
                      : scene.random.chance(50) ? "hospital"
                                                : "temporary-other";
    started.provider = started.setting == "hospital" ? "other-public" : "own";
    started.location = "own-authority";
    return started;
}

// The wrong provider, later corrected; the figures must come out right in the end.
Written add_with_wrong_provider(Scene& scene, Date day, const PlacementStarted& right) {
    PlacementStarted wrong = right;
    wrong.provider = right.provider == "own" ? "private" : "own";
    const Written written = scene.writer.add(day, wrong);
    PlacementStarted correction;
    correction.provider = right.provider;
    scene.writer.relate(
        written,
        {RelationKind::corrects, {}, {"provider"}, "placements team"},
        {.date = day, .instant = {}},
        correction,
        scene.random.between(10, 300),
        "Provider checked against the invoice"
    );
    return written;
}

// The wrong day, later corrected: the correction moves the placement in time.
Written add_with_wrong_day(Scene& scene, Date day, const PlacementStarted& right) {
    const Date wrong_day = day.plus_days(scene.random.between(1, 6));
    const Written written = scene.writer.add(wrong_day, right);
    scene.writer.relate(
        written,
        {RelationKind::corrects, {}, {"occurred"}, "placements team"},
        {.date = day, .instant = {}},
        PlacementStarted{},
        scene.random.between(5, 120),
        "Start date taken from the placement plan"
    );
    return written;
}

}  // namespace

void narrate_placements(Scene& scene) {
    const Life& life = scene.life;
    for (const PlacementSpell& spell : life.placements) {
        const PlacementStarted started =
            spell.temporary ? temporary_stay(scene) : attributes_of(spell, scene);
        const bool first = spell.from == life.child.entered && !spell.temporary;
        const int length = spell.to.value_or(scene.cohort.today).days - spell.from.days;
        const int mishap = scene.random.between(1, 100);
        Written start;
        if (first) {
            start = scene.writer.add(first_moment(life.child), started, Lateness::at_once);
        } else if (mishap <= 2 && started.setting == "foster") {
            start = add_with_wrong_provider(scene, spell.from, started);
        } else if (mishap <= 4 && length > 30) {
            start = add_with_wrong_day(scene, spell.from, started);
        } else {
            start = scene.writer.add(spell.from, started);
        }
        if (spell.to) {
            scene.writer.add_after(start, *spell.to, PlacementEnded{start.id, spell.ended});
        }
    }
}

}  // namespace tyst::sample
