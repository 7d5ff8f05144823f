#include <optional>
#include <string>
#include <utility>

#include "cli/sample/cohorts.h"

// The nine actions of the published implementation plan, in words of our own, with its offices and
// days: "August 2015" is its last day. Three have a state there, each of them amber. Which day they
// were set and said on is not printed and was chosen; the officers' names are invented.
namespace tyst::sample {
namespace {

const Date kDay = Date::of(2016, 4, 1);

struct Action {
    int number;
    const char* text_en;
    const char* text_cy;
    const char* office;
    Date due;
};

std::string id_of(int number) {
    return "action-" + std::to_string(number);
}

PersonCitation officer(const std::string& cohort, int number, const char* office) {
    const std::string reference = "OFFICER" + std::to_string(number);
    return {{}, cohort, reference, "Sampl-Officer " + std::to_string(number), office};
}

const Action kActions[] = {
    {1,
     "A rapid response for young people at risk of becoming looked after",
     "Ymateb cyflym i bobl ifanc sydd mewn perygl o ddod i dderbyn gofal",
     "Operational Manager, Intake and Assessment and Early Intervention",
     Date::of(2015, 8, 31)},
    {2,
     "Signs of Safety training, family group conferences and an edge of care service",
     "Hyfforddiant Signs of Safety, cynadleddau grŵp teulu a gwasanaeth ymyl gofal",
     "Assistant Director, Children's Services",
     Date::of(2016, 8, 31)},
    {3,
     "A performance framework by outcomes across the preventative services",
     "Fframwaith perfformiad yn ôl canlyniadau ar draws y gwasanaethau ataliol",
     "Operational Manager, Looked After Children",
     Date::of(2016, 4, 30)},
    {4,
     "Fewer children who come into care without a plan of permanence, through the legal surgery",
     "Llai o blant yn dod i ofal heb gynllun parhauster, drwy'r gymhorthfa gyfreithiol",
     "Operational Manager, Child Protection and Children in Need",
     Date::of(2015, 11, 30)},
    {5,
     "More foster carers of the authority's own, so that children stay in Cardiff",
     "Mwy o ofalwyr maeth yr awdurdod ei hun, fel bod plant yn aros yng Nghaerdydd",
     "Operational Manager, Strategy, Commissioning and Resources",
     Date::of(2016, 4, 30)},
    {6,
     "A virtual school for looked-after children",
     "Ysgol rithwir i blant sy'n derbyn gofal",
     "Operational Manager, Achievement and Inclusion",
     Date::of(2016, 6, 30)},
    {7,
     "A clear profile of the mental and emotional health of looked-after children",
     "Proffil clir o iechyd meddwl ac emosiynol plant sy'n derbyn gofal",
     "Operational Manager, Looked After Children",
     Date::of(2016, 6, 30)},
    {8,
     "More kinship arrangements (21 kinship carers on 30 June 2015)",
     "Mwy o drefniadau gyda pherthnasau (21 o ofalwyr ar 30 Mehefin 2015)",
     "Operational Manager, Strategy, Commissioning and Resources",
     Date::of(2016, 8, 31)},
    {9,
     "More applications to discharge orders, so that fewer children are placed with their parents",
     "Mwy o geisiadau i ryddhau gorchmynion, fel bod llai o blant wedi'u lleoli gyda'u rhieni",
     "Operational Manager, Looked After Children",
     Date::of(2016, 8, 31)},
};

// The ninth alone has a figure: 52 on 30 June 2015 to 32 on 31 July 2016, a month before it is due.
void add_measure(TargetSet& set) {
    set.figure = "placement.parents";
    set.direction = "at-most";
    set.baseline_day = Date::of(2015, 6, 30);
    set.baseline = 52;
    set.target = 32;
    set.target_day = Date::of(2016, 7, 31);
}

}  // namespace

std::vector<Statement> cardiff_actions(const std::string& cohort) {
    constexpr int kMeasured = 9;
    constexpr int kFirstWithState = 7;
    std::vector<Statement> statements;
    for (const Action& action : kActions) {
        TargetSet set;
        set.action = id_of(action.number);
        set.text_en = action.text_en;
        set.text_cy = action.text_cy;
        set.due = action.due;
        set.owner = officer(cohort, action.number, action.office);
        if (action.number == kMeasured) add_measure(set);
        statements.push_back({kDay, std::move(set)});
    }
    for (const Action& action : kActions) {
        if (action.number < kFirstWithState) continue;
        TargetProgressRecorded progress;
        progress.action = id_of(action.number);
        progress.state = "on-course";
        progress.statement = "Amber in the implementation plan";
        progress.said_by = officer(cohort, action.number, action.office);
        statements.push_back({kDay, std::move(progress)});
    }
    return statements;
}

}  // namespace tyst::sample
