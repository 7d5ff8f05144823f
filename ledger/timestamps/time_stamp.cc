#include "ledger/timestamps/time_stamp.h"

#include <array>
#include <ctime>
#include <memory>
#include <utility>

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <openssl/ts.h>
#include <openssl/x509_vfy.h>

#include "ledger/core/hash.h"

namespace tyst {
namespace {

constexpr std::int64_t kMicrosecondsPerSecond = 1'000'000;

struct FreeTimeStamp {
    void operator()(TS_RESP* response) const { TS_RESP_free(response); }
    void operator()(TS_REQ* request) const { TS_REQ_free(request); }
    void operator()(TS_MSG_IMPRINT* imprint) const { TS_MSG_IMPRINT_free(imprint); }
    void operator()(TS_VERIFY_CTX* context) const { TS_VERIFY_CTX_free(context); }
    void operator()(X509_ALGOR* algorithm) const { X509_ALGOR_free(algorithm); }
    void operator()(ASN1_INTEGER* number) const { ASN1_INTEGER_free(number); }
    void operator()(X509_STORE* store) const { X509_STORE_free(store); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(BIO* bytes) const { BIO_free(bytes); }
    void operator()(BIGNUM* number) const { BN_free(number); }
};
template <class T>
using Handle = std::unique_ptr<T, FreeTimeStamp>;

std::unexpected<Error> invalid_stamp(std::string_view reason) {
    ERR_clear_error();
    return fail(ErrorCode::time_stamp_invalid, "time-stamp: " + std::string(reason));
}

std::unexpected<Error> openssl_failed() {
    ERR_clear_error();
    return fail(ErrorCode::internal, "OpenSSL failed to make a time-stamp query");
}

// The newest reason that OpenSSL gives, in its words.
std::string openssl_reason() {
    const unsigned long code = ERR_peek_last_error();
    const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
    return reason == nullptr ? "does not hold" : reason;
}

Handle<TS_MSG_IMPRINT> imprint_of(const Hash& digest) {
    Handle<TS_MSG_IMPRINT> imprint(TS_MSG_IMPRINT_new());
    const Handle<X509_ALGOR> algorithm(X509_ALGOR_new());
    Hash copy = digest;
    if (!imprint || !algorithm ||
        X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr) != 1 ||
        TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) != 1 ||
        TS_MSG_IMPRINT_set_msg(
            imprint.get(), copy.bytes.data(), static_cast<int>(copy.bytes.size())
        ) != 1) {
        return nullptr;
    }
    return imprint;
}

Handle<ASN1_INTEGER> fresh_nonce(Entropy& entropy) {
    std::array<std::uint8_t, 8> bytes{};
    entropy.fill(bytes);
    const Handle<BIGNUM> number(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
    return Handle<ASN1_INTEGER>(number ? BN_to_ASN1_INTEGER(number.get(), nullptr) : nullptr);
}

Result<Handle<TS_RESP>> parse_response(std::string_view bytes) {
    if (bytes.size() > kTimeStampResponseBytesMax) {
        return invalid_stamp(std::to_string(bytes.size()) + " bytes are too long");
    }
    const Bytes all = as_bytes(bytes);
    const unsigned char* next = all.data();
    Handle<TS_RESP> response(d2i_TS_RESP(nullptr, &next, static_cast<long>(all.size())));
    if (!response || next != all.data() + all.size()) {
        return invalid_stamp("is no RFC 3161 response");
    }
    return response;
}

Result<Timestamp> time_of(const TS_TST_INFO* info) {
    std::tm parts{};
    const ASN1_GENERALIZEDTIME* time = TS_TST_INFO_get_time(info);
    if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) {
        return invalid_stamp("its time cannot be read");
    }
    const std::time_t seconds = ::timegm(&parts);
    if (seconds < 0) {
        return invalid_stamp("its time is before 1970");
    }
    return Timestamp{std::int64_t{seconds} * kMicrosecondsPerSecond};
}

Result<Hash> imprint_in(TS_TST_INFO* info) {
    TS_MSG_IMPRINT* imprint = TS_TST_INFO_get_msg_imprint(info);
    const X509_ALGOR* algorithm = TS_MSG_IMPRINT_get_algo(imprint);
    const ASN1_OBJECT* kind = nullptr;
    X509_ALGOR_get0(&kind, nullptr, nullptr, algorithm);
    const ASN1_OCTET_STRING* message = TS_MSG_IMPRINT_get_msg(imprint);
    const auto digest = Hash::from(
        Bytes(ASN1_STRING_get0_data(message), static_cast<std::size_t>(ASN1_STRING_length(message)))
    );
    if (OBJ_obj2nid(kind) != NID_sha256 || !digest) {
        return invalid_stamp("is not over a SHA-256");
    }
    return *digest;
}

std::string serial_of(const TS_TST_INFO* info) {
    const Handle<BIGNUM> number(ASN1_INTEGER_to_BN(TS_TST_INFO_get_serial(info), nullptr));
    char* hex = number ? BN_bn2hex(number.get()) : nullptr;
    std::string text = hex == nullptr ? "" : hex;
    OPENSSL_free(hex);
    return text;
}

std::string policy_of(TS_TST_INFO* info) {
    std::array<char, 128> text{};
    const int length =
        OBJ_obj2txt(text.data(), static_cast<int>(text.size()), TS_TST_INFO_get_policy_id(info), 1);
    return length > 0 ? std::string(text.data()) : "";
}

Result<TimeStamp> facts_of(TS_RESP* response) {
    const ASN1_INTEGER* status = TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(response));
    const long value = ASN1_INTEGER_get(status);
    TS_TST_INFO* info = TS_RESP_get_tst_info(response);
    if ((value != TS_STATUS_GRANTED && value != TS_STATUS_GRANTED_WITH_MODS) || info == nullptr) {
        return invalid_stamp("the authority refused, with status " + std::to_string(value));
    }
    TimeStamp stamp;
    TYST_ASSIGN(stamp.time, time_of(info));
    TYST_ASSIGN(stamp.imprint, imprint_in(info));
    stamp.serial = serial_of(info);
    stamp.policy = policy_of(info);
    return stamp;
}

Result<Handle<X509_STORE>> store_of(std::string_view pem) {
    Handle<X509_STORE> store(X509_STORE_new());
    const Handle<BIO> bytes(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    if (!store || !bytes) {
        return openssl_failed();
    }
    std::size_t certificates = 0;
    while (const Handle<X509> certificate{PEM_read_bio_X509(bytes.get(), nullptr, nullptr, nullptr)}
    ) {
        if (X509_STORE_add_cert(store.get(), certificate.get()) != 1) {
            return openssl_failed();
        }
        ++certificates;
    }
    ERR_clear_error();
    if (certificates == 0) {
        return fail(
            ErrorCode::invalid_value, "authority's certificates: no PEM certificate is there"
        );
    }
    return store;
}

// The certificates that a response carries, each believed as it is.
Result<Handle<X509_STORE>> own_store_of(TS_RESP* response) {
    const PKCS7* token = TS_RESP_get_token(response);
    const STACK_OF(X509)* carried = PKCS7_type_is_signed(token) ? token->d.sign->cert : nullptr;
    if (carried == nullptr || sk_X509_num(carried) == 0) {
        return invalid_stamp("carries no certificate; give its authority's");
    }
    Handle<X509_STORE> store(X509_STORE_new());
    if (!store || X509_STORE_set_flags(store.get(), X509_V_FLAG_PARTIAL_CHAIN) != 1) {
        return openssl_failed();
    }
    for (int place = 0; place < sk_X509_num(carried); ++place) {
        if (X509_STORE_add_cert(store.get(), sk_X509_value(carried, place)) != 1) {
            return openssl_failed();
        }
    }
    return store;
}

// Signature and whatever else the context asks for, certificates judged as of the time stated.
Result<TimeStamp> verify_with(
    TS_VERIFY_CTX* context, TS_RESP* response, const TimeStamp& facts, Handle<X509_STORE> store
) {
    X509_VERIFY_PARAM_set_time(
        X509_STORE_get0_param(store.get()),
        static_cast<std::time_t>(facts.time.microseconds / kMicrosecondsPerSecond)
    );
    TS_VERIFY_CTX_add_flags(context, TS_VFY_VERSION | TS_VFY_SIGNATURE);
    TS_VERIFY_CTX_set_store(context, store.release());
    if (TS_RESP_verify_response(context, response) != 1) {
        return invalid_stamp(openssl_reason());
    }
    return facts;
}

// A response about these bytes, its signature not judged yet.
struct StampOfData {
    Handle<TS_RESP> response;
    TimeStamp facts;
    Handle<TS_VERIFY_CTX> context;
};
Result<StampOfData> stamp_of_data(std::string_view response, Bytes data) {
    StampOfData stamp;
    TYST_ASSIGN(stamp.response, parse_response(response));
    TYST_ASSIGN(stamp.facts, facts_of(stamp.response.get()));
    if (stamp.facts.imprint != sha256(data)) {
        return invalid_stamp("is about other bytes");
    }
    stamp.context.reset(TS_VERIFY_CTX_new());
    if (!stamp.context) {
        return openssl_failed();
    }
    return stamp;
}

}  // namespace

Result<std::string> time_stamp_query(Bytes data, Entropy& entropy) {
    const Handle<TS_REQ> request(TS_REQ_new());
    const auto imprint = imprint_of(sha256(data));
    const auto nonce = fresh_nonce(entropy);
    if (!request || !imprint || !nonce || TS_REQ_set_version(request.get(), 1) != 1 ||
        TS_REQ_set_msg_imprint(request.get(), imprint.get()) != 1 ||
        TS_REQ_set_nonce(request.get(), nonce.get()) != 1 ||
        TS_REQ_set_cert_req(request.get(), 1) != 1) {
        return openssl_failed();
    }
    unsigned char* der = nullptr;
    const int size = i2d_TS_REQ(request.get(), &der);
    if (size <= 0) {
        return openssl_failed();
    }
    std::string query(as_text(Bytes(der, static_cast<std::size_t>(size))));
    OPENSSL_free(der);
    return query;
}

Result<TimeStamp> read_time_stamp(std::string_view response) {
    TYST_ASSIGN(const Handle<TS_RESP> parsed, parse_response(response));
    return facts_of(parsed.get());
}

Result<void> check_authority(std::string_view authority_pem) {
    TYST_TRY(store_of(authority_pem));
    return {};
}

Result<TimeStamp> verify_time_stamp(
    std::string_view response, Bytes data, std::string_view authority_pem
) {
    TYST_ASSIGN(const StampOfData stamp, stamp_of_data(response, data));
    TYST_ASSIGN(Handle<X509_STORE> store, store_of(authority_pem));
    return verify_with(stamp.context.get(), stamp.response.get(), stamp.facts, std::move(store));
}

Result<TimeStamp> check_time_stamp(std::string_view response, Bytes data) {
    TYST_ASSIGN(const StampOfData stamp, stamp_of_data(response, data));
    TYST_ASSIGN(Handle<X509_STORE> store, own_store_of(stamp.response.get()));
    return verify_with(stamp.context.get(), stamp.response.get(), stamp.facts, std::move(store));
}

Result<TimeStamp> verify_time_stamp_for(
    std::string_view query, std::string_view response, std::string_view authority_pem
) {
    TYST_ASSIGN(const Handle<TS_RESP> parsed, parse_response(response));
    TYST_ASSIGN(const TimeStamp facts, facts_of(parsed.get()));
    const Bytes bytes = as_bytes(query);
    const unsigned char* next = bytes.data();
    const Handle<TS_REQ> request(d2i_TS_REQ(nullptr, &next, static_cast<long>(bytes.size())));
    const Handle<TS_VERIFY_CTX> context(
        request ? TS_REQ_to_TS_VERIFY_CTX(request.get(), nullptr) : nullptr
    );
    if (!context) {
        return openssl_failed();
    }
    TYST_ASSIGN(Handle<X509_STORE> store, store_of(authority_pem));
    return verify_with(context.get(), parsed.get(), facts, std::move(store));
}

}  // namespace tyst
