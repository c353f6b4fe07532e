//! The serial ports of this machine.

use std::fs;
use std::path::{Path, PathBuf};

use serialport::{SerialPortType, UsbPortInfo};

use super::SerialError;

/// A serial port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port {
    /// What to open.
    pub path: String,
    /// What is there, for people.
    pub what: String,
    /// Which USB device it belongs to, if it does.
    pub usb: Option<UsbName>,
}

/// By what a USB device is known again at another port: vendor, product and serial number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsbName {
    /// Vendor.
    pub vendor: u16,
    /// Product.
    pub product: u16,
    /// Serial number.
    pub serial: Option<String>,
}

/// Lists the serial ports of this machine.
///
/// # Errors
/// When the system does not say.
pub fn ports() -> Result<Vec<Port>, SerialError> {
    // The crate's own reader takes this folder for granted, and a container may lack it.
    if cfg!(target_os = "linux") && !fs::exists("/sys/class/tty").unwrap_or(false) {
        return Ok(Vec::new());
    }
    let found = serialport::available_ports().map_err(|error| SerialError::List(error.to_string()))?;
    let mut ports: Vec<Port> = found
        .into_iter()
        .map(|port| {
            let (what, usb) = describe(&port.port_type);
            Port { path: port.port_name, what, usb }
        })
        .collect();
    // Boards are on USB: what is there comes first.
    ports.sort_by(|a, b| (a.usb.is_none(), &a.path).cmp(&(b.usb.is_none(), &b.path)));
    Ok(ports)
}

fn describe(kind: &SerialPortType) -> (String, Option<UsbName>) {
    match kind {
        SerialPortType::UsbPort(usb) => {
            let words = [usb.manufacturer.as_deref(), usb.product.as_deref()];
            let words: Vec<&str> = words.into_iter().flatten().collect();
            let UsbPortInfo { vid, pid, serial_number, .. } = usb;
            let what = format!("USB {vid:04x}:{pid:04x} {}", words.join(" "));
            let usb = UsbName { vendor: *vid, product: *pid, serial: serial_number.clone() };
            (what.trim_end().to_owned(), Some(usb))
        }
        SerialPortType::PciPort => ("built in".to_owned(), None),
        SerialPortType::BluetoothPort => ("Bluetooth".to_owned(), None),
        SerialPortType::Unknown => ("unknown".to_owned(), None),
    }
}

/// Which USB device is behind a path, which may be a symbolic link.
pub(super) fn usb_name(path: &str) -> Option<UsbName> {
    let real = fs::canonicalize(path).unwrap_or_else(|_| PathBuf::from(path));
    let found = ports().ok()?.into_iter().find(|port| port.path == path || Path::new(&port.path) == real);
    found.and_then(|port| port.usb)
}

/// Where a USB device with a serial number is now.
pub(super) fn find(name: &UsbName) -> Option<String> {
    name.serial.as_ref()?;
    ports().ok()?.into_iter().find(|port| port.usb.as_ref() == Some(name)).map(|port| port.path)
}
