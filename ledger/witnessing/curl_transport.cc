#include "ledger/witnessing/curl_transport.h"

#include <memory>
#include <optional>

#include <curl/curl.h>

namespace tyst {
namespace {

constexpr long kConnectSeconds = 5;
constexpr long kReplySeconds = 10;

struct FreeCurl {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    void operator()(char* text) const { curl_free(text); }
};
using CurlHandle = std::unique_ptr<CURL, FreeCurl>;
using CurlAddress = std::unique_ptr<CURLU, FreeCurl>;
using CurlHeaders = std::unique_ptr<curl_slist, FreeCurl>;
using CurlText = std::unique_ptr<char, FreeCurl>;

std::optional<std::string> part_of(CURLU* address, CURLUPart part) {
    char* text = nullptr;
    if (curl_url_get(address, part, &text, 0) != CURLUE_OK) {
        return std::nullopt;
    }
    return std::string(CurlText(text).get());
}

bool is_this_machine(const std::string& host) {
    return host == "localhost" || host == "[::1]" || host == "127.0.0.1";
}

struct Place {
    bool this_machine = false;
};

Result<Place> check_address(const std::string& url, bool plain_http_anywhere) {
    const CurlAddress address(curl_url());
    if (!address || curl_url_set(address.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) {
        return fail(ErrorCode::invalid_value, "address " + url + ": is no URL");
    }
    const auto scheme = part_of(address.get(), CURLUPART_SCHEME);
    const auto host = part_of(address.get(), CURLUPART_HOST);
    if (!scheme || !host || part_of(address.get(), CURLUPART_USER)) {
        return fail(
            ErrorCode::invalid_value, "address " + url + ": must be a scheme and a host, no user"
        );
    }
    const bool here = is_this_machine(*host);
    if (*scheme != "https" && (*scheme != "http" || (!here && !plain_http_anywhere))) {
        return fail(
            ErrorCode::invalid_value,
            "address " + url + ": only https is spoken, and plain http to this machine"
        );
    }
    return Place{here};
}

// Takes what comes, up to the limit; a short count makes libcurl stop.
std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* target) {
    std::string& body = *static_cast<std::string*>(target);
    const std::size_t length = size * count;
    if (body.size() + length > WitnessTransport::kReplyBytesMax) {
        return 0;
    }
    body.append(bytes, length);
    return length;
}

// How the transfer is to be done, apart from what is sent.
bool set_manners(CURL* handle, bool this_machine) {
    return curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, kConnectSeconds) == CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_TIMEOUT, kReplySeconds) == CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_USERAGENT, "tyst") == CURLE_OK &&
           (!this_machine || curl_easy_setopt(handle, CURLOPT_PROXY, "") == CURLE_OK);
}

bool set_request(
    CURL* handle,
    const std::string& url,
    std::string_view body,
    curl_slist* headers,
    std::string& reply_body
) {
    return curl_easy_setopt(handle, CURLOPT_URL, url.c_str()) == CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_POST, 1L) == CURLE_OK &&
           curl_easy_setopt(
               handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size())
           ) == CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body.data()) == CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers) == CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body) == CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_WRITEDATA, &reply_body) == CURLE_OK;
}

}  // namespace

Result<HttpReply> CurlTransport::post(
    const std::string& url, std::string_view content_type, std::string_view body
) {
    TYST_ASSIGN(const Place place, check_address(url, options_.plain_http_anywhere));
    const CurlHandle handle(curl_easy_init());
    const std::string header = "Content-Type: " + std::string(content_type);
    const CurlHeaders headers(curl_slist_append(nullptr, header.c_str()));
    HttpReply reply;
    if (!handle || !headers || !set_manners(handle.get(), place.this_machine) ||
        !set_request(handle.get(), url, body, headers.get(), reply.body)) {
        return fail(ErrorCode::internal, "libcurl does not take a request");
    }
    if (const CURLcode code = curl_easy_perform(handle.get()); code != CURLE_OK) {
        const char* reason =
            code == CURLE_WRITE_ERROR ? "the reply is too long" : curl_easy_strerror(code);
        return fail(ErrorCode::io_failed, url + ": " + reason);
    }
    long status = 0;
    const char* type = nullptr;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(handle.get(), CURLINFO_CONTENT_TYPE, &type);
    reply.status = static_cast<unsigned>(status);
    reply.content_type = type == nullptr ? "" : type;
    return reply;
}

}  // namespace tyst
