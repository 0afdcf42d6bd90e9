//! The program itself as a child process, from `BERSINAR_BIN` or beside this one, and clients that ask it over HTTP.

use std::{
    io::{BufRead, BufReader, Error, Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Instant,
};

/// Where the program lies.
pub fn program() -> PathBuf {
    let beside = || Some(std::env::current_exe().ok()?.with_file_name("bersinar"));
    std::env::var_os("BERSINAR_BIN").map(PathBuf::from).or_else(beside).unwrap_or_default()
}

/// The serving program; it ends with this value.
pub struct Server {
    pub child: Child,
    pub address: String,
    /// Where the safe door is; empty where it was not asked for.
    pub door: String,
}

impl Server {
    /// Starts a verb that serves, and waits until it says its address.
    pub fn start(arguments: &[String]) -> Result<Self, Error> {
        let mut child = Command::new(program())
            .args(arguments)
            .args(["--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| Error::other(format!("{}: {error}", program().display())))?;
        let said = child.stdout.take().ok_or_else(|| Error::other("no output"))?;
        let mut server = Self { child, address: String::new(), door: String::new() };
        let with_door = arguments.iter().any(|argument| argument == "--door");
        for line in BufReader::new(said).lines() {
            let line = line?;
            let host = |of: &str| Some(line.strip_prefix(of)?.split('/').next().unwrap_or_default().to_owned());
            for (of, at) in [("Bersinar: http://", &mut server.address), ("Pintu aman: http://", &mut server.door)] {
                if let Some(host) = host(of) {
                    *at = host;
                }
            }
            if !server.address.is_empty() && (!with_door || !server.door.is_empty()) {
                return Ok(server);
            }
        }
        Err(Error::other("the program ended without saying its address"))
    }

    /// An answer as it goes over the wire, head and body; `head` are further lines of the head, each with its end.
    pub fn get(&self, path: &str, head: &str) -> Result<Vec<u8>, Error> {
        let mut answer = vec![];
        self.ask(path, head)?.read_to_end(&mut answer)?;
        if answer.starts_with(b"HTTP/1.1 200") { Ok(answer) } else { Err(Error::other(format!("{path}: no 200"))) }
    }

    /// Sends a form; the answer is to lead elsewhere, and where to is given.
    pub fn post(&self, path: &str, cookie: &str, form: &str) -> Result<String, Error> {
        let mut stream = TcpStream::connect(&self.address)?;
        let (host, length) = (&self.address, form.len());
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: sesi={cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{form}"
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let lines = answer.lines().take_while(|line| !line.is_empty());
        let to = lines.filter_map(|line| line.split_once(": ")).find(|(name, _)| name.eq_ignore_ascii_case("location"));
        to.map(|(_, to)| to.to_owned()).ok_or_else(|| Error::other(format!("{path}: {:.60}", answer)))
    }

    /// The same, to be read bit by bit.
    pub fn ask(&self, path: &str, head: &str) -> Result<TcpStream, Error> {
        let mut stream = TcpStream::connect(&self.address)?;
        let host = &self.address;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\n{head}Connection: close\r\n\r\n")?;
        Ok(stream)
    }

    /// The most megabytes that its child processes hold now.
    pub fn childs_megabytes(&self) -> f64 {
        let threads = std::fs::read_dir(format!("/proc/{}/task", self.child.id())).into_iter().flatten().flatten();
        let children = threads.filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok());
        let all: Vec<String> =
            children.flat_map(|list| list.split(' ').map(str::to_owned).collect::<Vec<_>>()).collect();
        all.iter().map(|child| crate::machine::megabytes(child, "VmHWM")).fold(0.0, f64::max)
    }

    /// Megabytes: `VmHWM` the most it has held, `VmRSS` what it holds now.
    pub fn megabytes(&self, which: &str) -> f64 {
        crate::machine::megabytes(&self.child.id().to_string(), which)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ended = self.child.kill().and_then(|()| self.child.wait());
    }
}

/// One client: a connection that stays open, `requests` one after another from `paths`; the time of each in milliseconds.
pub fn client(
    address: &str,
    cookie: &str,
    paths: &[String],
    requests: impl Iterator<Item = usize>,
) -> Result<Vec<f64>, Error> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut times = vec![];
    let mut buffer = vec![0; 1 << 16];
    for number in requests {
        let path = &paths[number % paths.len()];
        #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
        let start = Instant::now();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: sesi={cookie}\r\n\r\n")?;
        let mut answer: Vec<u8> = vec![];
        loop {
            let read = stream.read(&mut buffer)?;
            if read == 0 {
                return Err(Error::other(format!("{path}: the connection ended")));
            }
            answer.extend_from_slice(&buffer[..read]);
            if whole(&answer).is_some_and(|length| answer.len() >= length) {
                break;
            }
        }
        if !answer.starts_with(b"HTTP/1.1 200") {
            let said = String::from_utf8_lossy(&answer[..answer.len().min(60)]).into_owned();
            return Err(Error::other(format!("{path}: {said}")));
        }
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(times)
}

/// One request on a connection that stays open, and its answer, head and body; `asks` is method and path, `head` further lines of the head,
/// each with its end.
pub fn exchange(stream: &mut TcpStream, asks: &str, host: &str, head: &str, body: &[u8]) -> Result<Vec<u8>, Error> {
    let length = body.len();
    let head = format!("{asks} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {length}\r\n{head}\r\n");
    stream.write_all(&[head.as_bytes(), body].concat())?;
    let mut buffer = vec![0; 1 << 16];
    let mut answer: Vec<u8> = vec![];
    loop {
        let read = stream.read(&mut buffer)?;
        if read == 0 {
            return Err(Error::other(format!("{asks}: the connection ended")));
        }
        answer.extend_from_slice(&buffer[..read]);
        if whole(&answer).is_some_and(|length| answer.len() >= length) || answer.ends_with(b"\r\n0\r\n\r\n") {
            return Ok(answer);
        }
    }
}

/// How long an answer is with its head, once the head is there.
fn whole(answer: &[u8]) -> Option<usize> {
    let head = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let text = String::from_utf8_lossy(&answer[..head]).to_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok())?;
    Some(head + 4 + length)
}
