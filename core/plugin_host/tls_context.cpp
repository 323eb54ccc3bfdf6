// Loads authorities and certificates into one OpenSSL context.
#include "plugin_host/tls_context.hpp"

#include "base/error.hpp"

#include <boost/asio/ssl/context.hpp>

#include <tuple>

namespace lt::plugin_host {
namespace ssl = boost::asio::ssl;

namespace {

void require(const boost::system::error_code& error, const std::string& what, const std::string& file) {
  if (error) throw Error(ErrorKind::misconfigured, what + " '" + file + "' cannot be used: " + error.message());
}

}  // namespace

TlsContext::TlsContext(const TlsOptions& options) : context_(std::make_unique<ssl::context>(ssl::context::tls_client)) {
  SSL_CTX_set_min_proto_version(context_->native_handle(), TLS1_2_VERSION);
  context_->set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert);
  boost::system::error_code error;
  // Without a callback OpenSSL would ask for the password on the terminal.
  std::ignore = context_->set_password_callback(
      [password = options.key_password](std::size_t, ssl::context::password_purpose) { return password; }, error);
  if (options.ca_file.empty()) {
    std::ignore = context_->set_default_verify_paths(error);
  } else {
    require(context_->load_verify_file(options.ca_file, error), "the authorities' file", options.ca_file);
  }
  if (options.certificate_file.empty() != options.key_file.empty())
    throw Error(ErrorKind::misconfigured, "a client certificate needs both its certificate file and its key file");
  if (options.certificate_file.empty()) return;
  require(context_->use_certificate_chain_file(options.certificate_file, error), "the client certificate",
          options.certificate_file);
  require(context_->use_private_key_file(options.key_file, ssl::context::pem, error), "the client certificate's key",
          options.key_file);
  if (SSL_CTX_check_private_key(context_->native_handle()) != 1)
    throw Error(ErrorKind::misconfigured, "the key '" + options.key_file + "' does not belong to the certificate '" +
                                              options.certificate_file + "'");
}

TlsContext::~TlsContext() = default;

}  // namespace lt::plugin_host
