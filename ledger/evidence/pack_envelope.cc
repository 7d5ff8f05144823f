#include "ledger/evidence/pack_envelope.h"

#include <limits>
#include <memory>

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace tyst {
namespace {

struct FreeBio {
    void operator()(BIO* bio) const { BIO_free_all(bio); }
};
struct FreeCertificate {
    void operator()(X509* certificate) const { X509_free(certificate); }
};
struct FreeCertificates {
    void operator()(STACK_OF(X509) * certificates) const { sk_X509_free(certificates); }
};
struct FreeEnvelope {
    void operator()(CMS_ContentInfo* envelope) const { CMS_ContentInfo_free(envelope); }
};
using BioHandle = std::unique_ptr<BIO, FreeBio>;
using CertificateHandle = std::unique_ptr<X509, FreeCertificate>;
using CertificatesHandle = std::unique_ptr<STACK_OF(X509), FreeCertificates>;
using EnvelopeHandle = std::unique_ptr<CMS_ContentInfo, FreeEnvelope>;

Result<BioHandle> reader_of(std::string_view bytes) {
    if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        return fail(ErrorCode::too_large, "envelope: more than 2 GiB cannot be sealed");
    }
    BioHandle bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
    return bio ? Result<BioHandle>(std::move(bio))
               : fail(ErrorCode::internal, "envelope: OpenSSL gives no buffer");
}

Result<CertificateHandle> read_certificate(std::string_view pem) {
    TYST_ASSIGN(const BioHandle bio, reader_of(pem));
    CertificateHandle certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    ERR_clear_error();
    return certificate ? Result<CertificateHandle>(std::move(certificate))
                       : fail(ErrorCode::invalid_value, "the file holds no certificate in PEM");
}

Result<Hash> digest_of(const X509* certificate) {
    Hash digest;
    unsigned length = 0;
    if (X509_digest(certificate, EVP_sha256(), digest.bytes.data(), &length) != 1 ||
        length != Hash::kSize) {
        return fail(ErrorCode::internal, "envelope: OpenSSL gives no digest of a certificate");
    }
    return digest;
}

Result<std::string> der_of(CMS_ContentInfo* envelope) {
    const BioHandle bio(BIO_new(BIO_s_mem()));
    if (!bio || i2d_CMS_bio(bio.get(), envelope) != 1) {
        return fail(ErrorCode::internal, "envelope: OpenSSL cannot write it");
    }
    char* bytes = nullptr;
    const long length = BIO_get_mem_data(bio.get(), &bytes);  // NOLINT: the library's own macro
    return std::string(bytes, static_cast<std::size_t>(length));
}

}  // namespace

Result<SealedFile> seal_for(std::string_view certificate_pem, std::string_view file) {
    TYST_ASSIGN(CertificateHandle certificate, read_certificate(certificate_pem));
    TYST_ASSIGN(const BioHandle content, reader_of(file));
    SealedFile sealed;
    TYST_ASSIGN(sealed.certificate, digest_of(certificate.get()));
    const CertificatesHandle recipients(sk_X509_new_null());
    if (!recipients || sk_X509_push(recipients.get(), certificate.get()) == 0) {
        return fail(ErrorCode::internal, "envelope: OpenSSL gives no list");
    }
    const EnvelopeHandle envelope(
        CMS_encrypt(recipients.get(), content.get(), EVP_aes_256_cbc(), CMS_BINARY)
    );
    ERR_clear_error();
    if (!envelope) {
        return fail(
            ErrorCode::invalid_value, "nothing can be sealed to the key of that certificate"
        );
    }
    TYST_ASSIGN(sealed.bytes, der_of(envelope.get()));
    return sealed;
}

}  // namespace tyst
