//! Encryption: the system's certificates or a file's, and nothing that skips checking them.

use std::path::Path;
use std::sync::Arc;

use rumqttc::{TlsConfiguration, Transport};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};

use super::ClientError;
use crate::live::mqtt::settings::Settings;

/// Plain TCP, or TLS 1.2 and 1.3 with the certificates that the settings name.
pub(super) fn transport(settings: &Settings) -> Result<Transport, ClientError> {
    if !settings.url.tls {
        return Ok(Transport::Tcp);
    }
    let roots = match &settings.ca_file {
        Some(file) => of_file(file)?,
        None => of_system()?,
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| ClientError::Certificates(format!("TLS cannot begin: {error}")))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Transport::Tls(TlsConfiguration::Rustls(Arc::new(config))))
}

fn of_file(file: &Path) -> Result<RootCertStore, ClientError> {
    let fault = |what: &dyn std::fmt::Display| ClientError::Certificates(format!("{}: {what}", file.display()));
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|error| fault(&error))? {
        roots.add(certificate.map_err(|error| fault(&error))?).map_err(|error| fault(&error))?;
    }
    if roots.is_empty() { Err(fault(&"no certificate in this file")) } else { Ok(roots) }
}

fn of_system() -> Result<RootCertStore, ClientError> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    // Systems carry certificates that are out of date or out of form; the others serve.
    let _ = roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        let reason = found.errors.first().map_or_else(|| "none installed".to_owned(), ToString::to_string);
        return Err(ClientError::Certificates(format!("the system's certificates cannot be read: {reason}")));
    }
    Ok(roots)
}
