//! `bersinar press`: sets one paper, in a process of its own with limits on time and memory. The serving program starts it
//! ([`Child`]), hands the paper over on its input and takes the PDF from its output; nobody else need call it.

use super::Failure;
use app::Press;
use press::Order;
use rustix::process::{Resource, Rlimit, setrlimit};
use std::{
    io::{Read, Write as _},
    process::{ExitCode, Stdio},
    time::Duration,
};
use store::BoxFuture;
use tokio::{io::AsyncWriteExt as _, process::Command};

/// The most memory that a paper may take: 1 GB of addresses.
const MEMORY: u64 = 1 << 30;
/// The most seconds that it may reckon, and that are waited for it.
const SECONDS: u64 = 60;
/// The most bytes that are handed over: 64 MB.
const MOST: u64 = 64 << 20;

/// Sets papers by starting this program anew, once a paper.
pub struct Child;

impl Press for Child {
    fn set(
        &self,
        template: &str,
        data: Vec<u8>,
        pictures: Vec<(String, Vec<u8>)>,
    ) -> BoxFuture<'_, Result<Vec<u8>, String>> {
        let mut handed = vec![];
        let pictures = pictures.iter().flat_map(|(name, bytes)| [name.as_bytes(), bytes]);
        for part in [template.as_bytes(), data.as_slice()].into_iter().chain(pictures) {
            handed.extend(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            handed.extend(part);
        }
        Box::pin(async move {
            let program = std::env::current_exe().map_err(|error| error.to_string())?;
            let mut child = Command::new(program)
                .arg("press")
                .env_clear()
                // Each thread takes addresses of its own; on a machine with many cores they would be all there are.
                .env("RAYON_NUM_THREADS", "2")
                .env("MALLOC_ARENA_MAX", "2")
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .kill_on_drop(true)
                .spawn()
                .map_err(|error| error.to_string())?;
            let mut input = child.stdin.take().ok_or("no input")?;
            // Both at once: who only writes first waits for ever on one who writes back.
            let writing = async move {
                let _told_by_the_child = input.write_all(&handed).await;
                drop(input);
            };
            let both = async { tokio::join!(writing, child.wait_with_output()).1 };
            let ended = tokio::time::timeout(Duration::from_secs(SECONDS), both).await;
            let output = ended.map_err(|_| "it took too long".to_owned())?.map_err(|error| error.to_string())?;
            if output.status.success() {
                return Ok(output.stdout);
            }
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            Err(if said.is_empty() { output.status.to_string() } else { said })
        })
    }
}

/// The next part of what was handed over; `None` at the end.
fn part(input: &mut impl Read) -> Result<Option<Vec<u8>>, std::io::Error> {
    let mut length = [0; 8];
    if input.read(&mut length[..1])? == 0 {
        return Ok(None);
    }
    input.read_exact(&mut length[1..])?;
    let length = u64::from_le_bytes(length);
    let mut bytes = vec![];
    if length > MOST || input.take(length).read_to_end(&mut bytes)? as u64 != length {
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(bytes))
}

fn order(input: &mut impl Read) -> Result<Order, std::io::Error> {
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let template = part(input)?.map(text).unwrap_or_default();
    let mut order = Order { template, data: part(input)?.unwrap_or_default(), pictures: vec![] };
    while let Some(name) = part(input)? {
        order.pictures.push((text(name), part(input)?.unwrap_or_default()));
    }
    Ok(order)
}

/// Does it.
pub fn run() -> Result<ExitCode, Failure> {
    let failed = |error: &dyn std::error::Error| Failure::new(error.to_string());
    for (resource, most) in [(Resource::As, MEMORY), (Resource::Cpu, SECONDS)] {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) }).map_err(|error| failed(&error))?;
    }
    let order = order(&mut std::io::stdin().lock()).map_err(|error| failed(&error))?;
    let pdf = press::press(&order).map_err(|error| failed(&error))?;
    std::io::stdout().lock().write_all(&pdf).map_err(|error| failed(&error))?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_cut_off_is_no_order() {
        let mut whole = vec![];
        for text in ["paper", "{}", "arms", "picture"] {
            whole.extend((text.len() as u64).to_le_bytes());
            whole.extend(text.bytes());
        }
        let read = order(&mut whole.as_slice()).unwrap();
        assert_eq!((read.template.as_str(), read.data.as_slice()), ("paper", b"{}".as_slice()));
        assert_eq!(read.pictures, [("arms".to_owned(), b"picture".to_vec())]);
        for end in [1, 9, 20, whole.len() - 1] {
            assert!(order(&mut &whole[..end]).is_err(), "cut off after {end}");
        }
        assert!(order(&mut u64::MAX.to_le_bytes().as_slice()).is_err());
    }
}
