#include "cli/sample/narrator.h"

#include <algorithm>

#include <openssl/sha.h>

namespace tyst::sample {
namespace {

std::string reference_of(const Cohort& cohort, std::uint32_t number) {
    std::string digits = std::to_string(number);
    const std::size_t width = 4;
    return cohort.reference_prefix +
           std::string(digits.size() < width ? width - digits.size() : 0, '0') + digits;
}

Code route_in(const Child& child, RandomSource& random) {
    switch (child.entry.basis) {
        case Basis::interim_care_order:
            return "interim-care-order";
        case Basis::care_order:
            return "care-order";
        case Basis::emergency_protection:
            return "emergency-protection-order";
        case Basis::police_protection:
            return "police-protection";
        case Basis::remand:
            return "remand-local-authority";
        case Basis::voluntary:
            break;
    }
    if (age_on(child.birth, child.entered) >= 16 && random.chance(40)) {
        return random.chance(60) ? "homeless-16-17" : "unaccompanied-asylum-seeking";
    }
    return random.chance(60) ? "accommodation" : "accommodation-requested";
}

struct WayOut {
    Code route;
    Code reason;
};

WayOut way_out(const Life& life, RandomSource& random) {
    const Date last_day = life.child.left->plus_days(-1);
    const StatusSpell* status = status_on(life, last_day);
    const PlacementSpell* placement = placement_on(life, last_day);
    const Code code = status ? status->status : "";
    const Placement where = placement ? placement->placement : Placement::own_foster;
    if (life.child.turned_18) {
        return {
            "turned-18",
            where == Placement::own_foster    ? "stayed-with-carers-at-18"
            : where == Placement::independent ? "independent-supported"
                                              : "other"
        };
    }
    if (where == Placement::adoption) {
        return {
            "adoption-order", random.chance(60) ? "adopted-consent-dispensed" : "adopted-unopposed"
        };
    }
    if (code == "remand-local-authority") {
        return random.chance(40) ? WayOut{"sentenced", "custody"} : WayOut{"other", "remand-ended"};
    }
    if (code == "care-order" && where == Placement::parents) {
        return {"care-order-discharged", "home-planned"};
    }
    if (where == Placement::kinship || (code == "care-order" && random.chance(30))) {
        return random.chance(60)
                   ? WayOut{"special-guardianship-order", "special-guardianship-former-foster"}
                   : WayOut{"child-arrangements-order", "child-arrangements-order"};
    }
    if (code == "voluntary") {
        if (age_on(life.child.birth, last_day) >= 16 && random.chance(60)) {
            return {"self-discharge", "independent-unsupported"};
        }
        return {"removed-by-parent", random.chance(60) ? "home-planned" : "home-unplanned"};
    }
    if (random.chance(6)) {
        return {"transferred-out", "other-authority"};
    }
    return code == "care-order" ? WayOut{"care-order-discharged", "home-planned"}
                                : WayOut{"other", "home-planned"};
}

bool in_detention(const Life& life, Date day) {
    const PlacementSpell* placement = placement_on(life, day);
    return placement != nullptr &&
           (placement->placement == Placement::other || placement->placement == Placement::secure);
}

// The order itself, as the court would have sent it.
void attach_order(Scene& scene, Date day, const Written& about) {
    const std::string text = "SAMPL / SAMPLE. No such court, no such child.\n\nCare order of " +
                             to_text(day) + " on child " +
                             reference_of(scene.cohort, scene.life.child.person) +
                             ".\nThe local authority shares parental responsibility.\n";
    DocumentAttached document;
    document.kind = "court-order";
    document.title = "Care order of " + to_text(day);
    document.media_type = "text/plain";
    document.size = text.size();
    document.about = about.id;
    SHA256(as_bytes(text).data(), text.size(), document.digest.bytes.data());
    scene.writer.add_after(about, day, document);
    scene.writer.attach({"care-order.txt", text});
}

void narrate_status(Scene& scene, const StatusSpell& spell) {
    const bool on_first_day = spell.from == scene.life.child.entered;
    LegalStatusStarted started;
    started.status = spell.status;
    if (spell.status == "remand-local-authority" && in_detention(scene.life, spell.from)) {
        started.status = "remand-youth-detention";
    }
    if (spell.status == "emergency-protection-order") {
        started.expires = spell.from.plus_days(8);
    } else if (spell.status == "secure-accommodation-order") {
        started.expires = spell.from.plus_days(84);
    }
    if (spell.status != "voluntary" && spell.status != "police-protection") {
        started.court = "Sampl Family Court";
        started.order_reference = "SO-" + std::to_string(spell.from.year()) + "-" +
                                  std::to_string(scene.life.child.number);
    }
    const Code status = started.status;
    const Occurrence occurred = on_first_day ? first_moment(scene.life.child)
                                             : Occurrence{.date = spell.from, .instant = {}};
    const Written start =
        scene.writer.add(occurred, started, on_first_day ? Lateness::at_once : Lateness::ordinary);
    if (status == "care-order" && scene.random.chance(30)) {
        attach_order(scene, spell.from, start);
    }
    if (spell.to) {
        scene.writer.add_after(start, *spell.to, LegalStatusEnded{status, start.id, spell.ended});
    }
}

}  // namespace

Occurrence first_moment(const Child& child) {
    Occurrence occurred{.date = child.entered, .instant = {}};
    if (child.entry.basis == Basis::police_protection ||
        child.entry.basis == Basis::emergency_protection) {
        const std::int64_t minutes = 60 * 13 + child.number % 480;
        occurred.instant =
            Timestamp{start_of_london_day(child.entered).microseconds + minutes * 60'000'000};
        occurred.precision = OccurrencePrecision::instant;
    }
    return occurred;
}

const StatusSpell* status_on(const Life& life, Date day) {
    const StatusSpell* found = nullptr;
    for (const StatusSpell& spell : life.statuses) {
        if (spell.status != "secure-accommodation-order" && spell.from <= day &&
            (!spell.to || day < *spell.to)) {
            found = &spell;  // the later one: a placement order lies over the care order
        }
    }
    return found;
}

const PlacementSpell* placement_on(const Life& life, Date day) {
    const PlacementSpell* found = nullptr;
    for (const PlacementSpell& spell : life.placements) {
        if (!spell.temporary && spell.from <= day && (!spell.to || day < *spell.to)) {
            found = &spell;
        }
    }
    return found;
}

void narrate_identity(Scene& scene) {
    const Child& child = scene.life.child;
    RandomSource& random = scene.random;
    const bool female = random.chance(47);
    ChildRegistered registered{scene.writer.system(), reference_of(scene.cohort, child.person)};
    scene.writer.add(child.entered, registered, Lateness::at_once);

    static constexpr const char* kEthnicity[] = {
        "WBRI",
        "WBRI",
        "WBRI",
        "WBRI",
        "WBRI",
        "WBRI",
        "WBRI",
        "WBRI",
        "WOTH",
        "MWBC",
        "MWBA",
        "MOTH",
        "BAFR",
        "ABAN",
        "APKN",
        "OOTH"
    };
    IdentityRecorded identity;
    identity.birth_date = child.birth;
    identity.birth_date_certainty = "known";
    identity.sex = female ? "female" : "male";
    identity.ethnicity = random.pick(kEthnicity);
    identity.given_name = given_name(random, female);
    identity.family_name = family_name(child.number);
    identity.language_preference = random.chance(14) ? "cy" : "en";

    // Some birth dates and origins are first written down wrong and corrected later.
    const int mishap = random.between(1, 100);
    IdentityRecorded first = identity;
    if (mishap <= 2) {
        first.birth_date = child.birth.plus_days(-random.between(1, 9) * 10);
    } else if (mishap <= 4) {
        first.ethnicity = "NOBT";
    }
    const Written recorded = scene.writer.add(child.entered, first, Lateness::at_once);
    if (first == identity) {
        return;
    }
    IdentityRecorded correction;
    Relation relation{RelationKind::corrects, {}, {}, "data quality team"};
    if (mishap <= 2) {
        correction.birth_date = identity.birth_date;
        relation.fields = {"birth_date"};
    } else {
        correction.ethnicity = identity.ethnicity;
        relation.fields = {"ethnicity"};
    }
    scene.writer.relate(
        recorded,
        relation,
        {.date = child.entered, .instant = {}},
        correction,
        random.between(14, 400),
        mishap <= 2 ? "Birth certificate seen" : "Origin stated by the family"
    );
}

void narrate_care(Scene& scene) {
    const Life& life = scene.life;
    const Child& child = life.child;
    Code basis = code_of(child.entry.basis);
    Code route = route_in(child, scene.random);
    if (child.entry.basis == Basis::remand && in_detention(life, child.entered)) {
        basis = "remand-youth-detention";
        route = "remand-youth-detention";
    }
    const Written start = scene.writer.add(
        first_moment(child),
        LookedAfterStarted{route, basis, child.entry.need, {}},
        Lateness::at_once
    );
    for (const StatusSpell& spell : life.statuses) {
        narrate_status(scene, spell);
    }
    if (child.left) {
        const WayOut out = way_out(life, scene.random);
        scene.writer.add_after(start, *child.left, LookedAfterEnded{out.route, out.reason});
    }
}

std::vector<Submission> narrate(const Cohort& cohort, const Life& life, std::uint64_t seed) {
    RandomSource random(seed, 1'000'000 + life.child.number);
    EventWriter writer(
        cohort.name,
        reference_of(cohort, life.child.person),
        life.child.number,
        cohort.today,
        seed,
        random
    );
    const Responsible responsible =
        allocate(cohort, life.child.birth, life.child.entered, life.child.left, random);
    Scene scene{cohort, life, responsible, writer, random};
    if (life.child.person == life.child.number) {
        narrate_identity(scene);
    }
    narrate_care(scene);
    narrate_placements(scene);
    narrate_applications(scene);
    narrate_allocations(scene);
    narrate_plans(scene);
    narrate_reviews(scene);
    narrate_mishaps(scene);
    return writer.finish();
}

}  // namespace tyst::sample
