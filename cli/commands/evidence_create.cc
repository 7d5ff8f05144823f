#include <memory>
#include <ostream>
#include <sstream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/reference_adoption.h"
#include "cli/session.h"
#include "cli/whole_file.h"
#include "ledger/evidence/pack_builder.h"
#include "ledger/evidence/pack_envelope.h"
#include "ledger/evidence/pack_receipt.h"
#include "ledger/file_in_waiting.h"
#include "projections/evidence/plan_pack.h"

namespace tyst::cli {
namespace {

struct EvidenceCreateOptions {
    LedgerOptions ledger;
    ReadOptions read;
    std::string children;  // A,B
    std::string cohort;
    std::string purpose;
    std::string recipient;
    std::string language = "en";
    std::string disclose;  // grounds, with commas
    std::string certificate_file;
    std::string output;
    std::uint64_t size = 0;
    std::uint64_t from = 0;
    bool for_person = false;
};

std::vector<std::string> split_at_commas(const std::string& text) {
    std::vector<std::string> words;
    std::istringstream stream(text);
    for (std::string word; std::getline(stream, word, ',');) {
        words.push_back(word);
    }
    return words;
}

PackQuestion question_of(const EvidenceCreateOptions& options, StreamId actor) {
    PackQuestion question;
    question.kind = options.for_person ? "person" : "inspection";
    question.children = split_at_commas(options.children);
    question.cohort = options.cohort;
    if (!options.read.as_at.empty()) {
        const auto day = parse_date(options.read.as_at);
        TYST_ASSERT(day.has_value());  // the option's check let it through
        question.as_at = *day;
    }
    if (!options.read.known_at.empty()) {
        question.known_at = moment_from(options.read.known_at);
    }
    question.witnessed = options.read.witnessed;
    question.size = options.size;
    question.purpose = options.purpose;
    question.recipient = options.recipient;
    question.language = options.language;
    question.disclosed_grounds = split_at_commas(options.disclose);
    question.actor = actor;
    return question;
}

// The creation, durable and signed when this returns.
Result<LogIndex> record_creation(
    Ledger& ledger,
    StreamId actor,
    const PackPlan& plan,
    const BuiltPack& pack,
    const Hash& certificate
) {
    EvidencePackCreated created;
    created.kind = plan.kind;
    created.manifest = pack.manifest;
    created.size = pack.size;
    created.root = pack.root;
    created.question = plan.question;
    created.purpose = plan.purpose;
    created.recipient = plan.recipient;
    created.language = plan.language;
    created.children = plan.children;
    created.events = pack.events;
    created.withheld = pack.withheld;
    created.certificate = certificate;
    TYST_ASSIGN(
        const Receipt receipt, record_own_event(ledger, std::move(created), actor, plan.language)
    );
    return receipt.index;
}

// Whom pack and receipt are sealed to; without a certificate they stay as they are.
class Sealing {
  public:
    static Result<Sealing> of(const std::string& certificate_file) {
        Sealing sealing;
        if (!certificate_file.empty()) {
            TYST_ASSIGN(sealing.certificate_, read_whole_file(certificate_file, kNoteFileBytesMax));
        }
        return sealing;
    }
    [[nodiscard]] std::string name(const std::string& name) const {
        return certificate_.empty() ? name : name + ".cms";
    }
    // What the recipient types, for whom VERIFY.md lies in the envelope.
    [[nodiscard]] std::string how_to_open(const std::string& output) const {
        return certificate_.empty()
                   ? ""
                   : fmt::format(
                         "open      openssl cms -decrypt -binary -inform DER -in {0}.cms "
                         "-recip CERT.pem -inkey KEY.pem -out {0}\n",
                         output
                     );
    }
    Result<std::string> seal(std::string bytes) {
        if (certificate_.empty()) {
            return bytes;
        }
        TYST_ASSIGN(SealedFile sealed, seal_for(certificate_, bytes));
        digest_ = sealed.certificate;
        return std::move(sealed.bytes);
    }
    // Of the certificate, once something was sealed.
    [[nodiscard]] const Hash& digest() const { return digest_; }

  private:
    std::string certificate_;
    Hash digest_;
};

// What the question comes to; asks for a root over the heads of all streams where no size is given.
Result<PackPlan> plan_for(const EvidenceCreateOptions& options, Ledger& ledger, StreamId actor) {
    TYST_ASSIGN(const auto reference, adopted_reference_set(ledger));
    if (!reference) {
        return fail(
            ErrorCode::not_found,
            "the ledger has adopted no reference set: tyst rules adopt, then again"
        );
    }
    PackQuestion question = question_of(options, actor);
    if (question.size == 0) {
        TYST_ASSIGN(const Receipt heads, ledger.commit_heads("pack", actor));
        question.size = heads.index.value + 1;
    }
    TYST_ASSIGN(PackPlan plan, plan_pack(ledger, *reference, question));
    if (options.from > 0) {
        plan.consistency_from = {options.from};
    }
    return plan;
}

// What leaves the house was recorded before: the pack waits beside its name until its creation is
// durable, and its receipt stands before it does.
Result<ExitCode> create_pack(
    const EvidenceCreateOptions& options, const Surroundings& surroundings
) {
    if (options.children.empty() == options.cohort.empty()) {
        return usage_error(surroundings, "say either --children or --cohort");
    }
    TYST_ASSIGN(Sealing sealing, Sealing::of(options.certificate_file));
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(const StreamId actor, register_actor(*ledger, surroundings));
    TYST_ASSIGN(const PackPlan plan, plan_for(options, *ledger, actor));
    TYST_ASSIGN(BuiltPack pack, build_pack(*ledger, plan));

    TYST_ASSIGN(const std::string pack_bytes, sealing.seal(std::move(pack.zip)));
    FileInWaiting pack_file(sealing.name(options.output));
    TYST_TRY(pack_file.write(pack_bytes));
    TYST_ASSIGN(
        const LogIndex created, record_creation(*ledger, actor, plan, pack, sealing.digest())
    );
    TYST_ASSIGN(const PackReceipt receipt, make_pack_receipt(*ledger, pack.manifest, created));
    TYST_ASSIGN(const std::string receipt_bytes, sealing.seal(pack_receipt_text(receipt)));
    FileInWaiting receipt_file(sealing.name(options.output + ".receipt"));
    TYST_TRY(receipt_file.write(receipt_bytes));
    TYST_TRY(receipt_file.put_in_place());
    TYST_TRY(pack_file.put_in_place());
    surroundings.out << fmt::format(
        "pack      {}\nreceipt   {}\nsize      {}\nevents    {} disclosed, {} parts withheld\n"
        "manifest  {}\nrecorded  {}\n{}",
        pack_file.path().string(),
        receipt_file.path().string(),
        pack.size,
        pack.events,
        pack.withheld,
        to_hex(pack.manifest.view()),
        place_of(created),
        sealing.how_to_open(options.output)
    );
    return ExitCode::ok;
}

}  // namespace

void add_evidence_create(Command parent, CommandLine& line) {
    auto options = std::make_shared<EvidenceCreateOptions>();
    Command command = parent.add(
        {"create",
         "Write an evidence pack and record that it was made",
         "tyst evidence create --children V0001 --purpose Inspection --recipient CIW "
         "-o pack.zip --ledger demo"}
    );
    command.option("--children", options->children, "References, or SOURCE:REFERENCE, with commas");
    command.option("--cohort", options->cohort, "Id of a figure or of a rule");
    command
        .option(
            "--purpose", options->purpose, "Why it is made; never names a child: the log keeps it"
        )
        .required();
    command.option("--recipient", options->recipient, "For whom it is made; never names a child")
        .required();
    command.option("--language", options->language, "Language that is read first")
        .one_of({"en", "cy"});
    command.option("--disclose", options->disclose, "Grounds not to withhold on, with commas");
    command.flag("--for-person", options->for_person, "For the person whose record it is");
    command.option("--size", options->size, "Answer for the first so many entries");
    command.option("--from", options->from, "Prove that the log continues this earlier size");
    command.option("--encrypt-to", options->certificate_file, "Recipient's certificate (PEM)");
    command.option("--output,-o", options->output, "The pack; its receipt lies beside it")
        .required()
        .shown_as("PACK.zip");
    add_question_options(command, options->read);
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return create_pack(*options, surroundings);
    });
}

}  // namespace tyst::cli
