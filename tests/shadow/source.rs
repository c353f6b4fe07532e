//! The public pages that the documented cases follow.

pub const AWS_DOCUMENT: &str = "https://docs.aws.amazon.com/iot/latest/developerguide/device-shadow-document.html";
pub const AWS_FLOW: &str = "https://docs.aws.amazon.com/iot/latest/developerguide/device-shadow-data-flow.html";
pub const AWS_TOPICS: &str = "https://docs.aws.amazon.com/iot/latest/developerguide/device-shadow-mqtt.html";
pub const AWS_ERRORS: &str = "https://docs.aws.amazon.com/iot/latest/developerguide/device-shadow-error-messages.html";
pub const AWS_DIAGNOSIS: &str = "https://docs.aws.amazon.com/iot/latest/developerguide/diagnosing-shadows.html";
pub const AWS_DEVICES: &str = "https://docs.aws.amazon.com/iot/latest/developerguide/device-shadow-comms-device.html";
pub const AWS_SIMULATED: &str = "https://docs.aws.amazon.com/iot/latest/developerguide/using-device-shadows.html";
pub const AWS_QUOTAS: &str = "https://docs.aws.amazon.com/general/latest/gr/iot-core.html";
pub const AZURE_TWINS: &str = "https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-device-twins";
pub const DITTO_HTTP: &str = "https://eclipse.dev/ditto/httpapi-concepts.html";
pub const DITTO_FEATURE: &str = "https://eclipse.dev/ditto/basic-feature.html";
pub const DITTO_METADATA: &str = "https://eclipse.dev/ditto/basic-metadata.html";
pub const DITTO_HISTORY: &str = "https://eclipse.dev/ditto/basic-history.html";
pub const RFC_7396: &str = "https://www.rfc-editor.org/rfc/rfc7396#appendix-A";
/// Behaviour that no page promises: our own, where the pages leave room.
pub const OURS: &str = "docs/shadow.md";
