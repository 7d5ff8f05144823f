#include "schema/event.h"

#include <utility>

namespace tyst {

Body::Body() = default;
Body::Body(const Body& other) = default;
Body::Body(Body&& other) noexcept = default;
Body& Body::operator=(const Body& other) = default;
Body& Body::operator=(Body&& other) noexcept = default;
Body::~Body() = default;

template <class Alternative>
    requires kIsAlternative<Alternative, BodyAlternatives>
Body::Body(Alternative alternative)
    : BodyAlternatives(std::in_place_type<Alternative>, std::move(alternative)) {}

bool Body::operator==(const Body& other) const {
    return static_cast<const BodyAlternatives&>(*this) ==
           static_cast<const BodyAlternatives&>(other);
}

template Body::Body(NoBody);
template Body::Body(ChildRegistered);
template Body::Body(IdentityRecorded);
template Body::Body(RecordsJoined);
template Body::Body(RecordsParted);
template Body::Body(ReRecordedFromAuthority);
template Body::Body(LookedAfterStarted);
template Body::Body(LookedAfterEnded);
template Body::Body(LegalStatusStarted);
template Body::Body(LegalStatusEnded);
template Body::Body(ApplicationMade);
template Body::Body(ApplicationDecided);
template Body::Body(PlacementStarted);
template Body::Body(PlacementEnded);
template Body::Body(PermanencePlanRecorded);
template Body::Body(CareAndSupportPlanRecorded);
template Body::Body(ReviewHeld);
template Body::Body(AllocationStarted);
template Body::Body(AllocationEnded);
template Body::Body(DocumentAttached);
template Body::Body(CoverageDeclared);
template Body::Body(ReferenceSetAdopted);
template Body::Body(SampleDeclared);
template Body::Body(ReturnReceived);
template Body::Body(ReturnRowsReceived);
template Body::Body(ActorRegistered);
template Body::Body(AccessRecorded);

}  // namespace tyst
