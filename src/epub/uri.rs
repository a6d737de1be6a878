//! Addresses outside the book as an EPUB may hold them (EPUB 3.3, 3.5; RFC 3986).

use std::fmt::Write as _;

/// Registered schemes that a reader of books can do something with.
const SCHEMES: &[&str] =
    &["http", "https", "mailto", "tel", "sms", "ftp", "geo", "news", "xmpp", "irc", "urn", "doi", "sip"];

/// The address with everything encoded that may not stand in it; `None` for one that
/// leads nowhere from a book (a script, a file, a malformed host).
pub(super) fn external(address: &str) -> Option<String> {
    let address = address.trim();
    let (scheme, rest) = address.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    if !SCHEMES.contains(&scheme.as_str()) || rest.is_empty() {
        return None;
    }
    let mut out = format!("{scheme}:");
    let mut rest = rest;
    if matches!(scheme.as_str(), "http" | "https" | "ftp") {
        let after = rest.trim_start_matches(['/', '\\']);
        let end = after.find(['/', '?', '#', '\\']).unwrap_or(after.len());
        let (authority, path) = after.split_at(end);
        if !is_authority(authority) {
            return None;
        }
        out.push_str("//");
        out.push_str(authority);
        rest = path;
    }
    encode(rest, &mut out);
    Some(out)
}

/// `user@host:port` with a host that exists in some world.
fn is_authority(authority: &str) -> bool {
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (host, port) = match host.rsplit_once(':') {
        Some((host, port)) if !host.ends_with(']') || host.starts_with('[') => (host, port),
        _ => (host, ""),
    };
    if !port.is_empty() && port.parse::<u16>().is_err() {
        return false;
    }
    let user = authority.len() > host.len() + port.len() + 1;
    if user && authority.contains(|c: char| c.is_whitespace() || "<>\"\\^`{|}[]%".contains(c)) {
        return false;
    }
    if let Some(inner) = host.strip_prefix('[') {
        return inner.strip_suffix(']').is_some_and(|six| six.parse::<std::net::Ipv6Addr>().is_ok());
    }
    let last = host.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
    let numeric = !last.is_empty() && last.bytes().all(|b| b.is_ascii_digit()) || last.starts_with("0x");
    !host.is_empty()
        && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
        && (!numeric || host.parse::<std::net::Ipv4Addr>().is_ok())
}

/// Path, query and fragment: what RFC 3986 allows stays, the rest is percent-encoded.
fn encode(rest: &str, out: &mut String) {
    let mut in_fragment = false;
    for (at, c) in rest.char_indices() {
        let escaped = c == '%'
            && rest.get(at + 1..at + 3).is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
        let fragment = c == '#' && !in_fragment;
        in_fragment |= fragment;
        if c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/?".contains(c) || escaped || fragment {
            out.push(c);
        } else {
            let mut utf8 = [0; 4];
            for byte in c.encode_utf8(&mut utf8).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_made_sound() {
        let ok = |a: &str| external(a).unwrap_or_default();
        assert_eq!(ok("https://example.org/a b?q=[x]#é#2"), "https://example.org/a%20b?q=%5Bx%5D#%C3%A9%232");
        assert_eq!(ok("HTTP://example.org:80/100%"), "http://example.org:80/100%25");
        assert_eq!(ok("http:example.org"), "http://example.org");
        assert_eq!(ok("mailto:a@b.org"), "mailto:a@b.org");
        assert_eq!(ok("https://en.wikipedia.org/wiki/A_(b)%20c"), "https://en.wikipedia.org/wiki/A_(b)%20c");
        assert_eq!(ok("http://[::1]:8080/x"), "http://[::1]:8080/x");
        assert_eq!(ok("http://127.0.0.1:3000"), "http://127.0.0.1:3000");
    }

    #[test]
    fn what_leads_nowhere_is_refused() {
        for address in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "http://",
            "https://a b/",
            "http://exa<mple/",
            "http://x:99999/",
            "http://1.2.3",
            "chapter.md",
            "",
            "http://%20/",
            "c:\\x",
        ] {
            assert_eq!(external(address), None, "{address}");
        }
    }
}
