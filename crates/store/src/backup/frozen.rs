//! SQLite's file as it is at one moment, read page by page while others write.
//!
//! Whoever reads in a transaction keeps two things still: pages that the write-ahead log does not have do not change in the
//! file, and a checkpoint writes only pages that the log has. So the file, with the log's pages over it as they were when
//! the transaction began, is that moment; nothing has to be copied first. Form of the log: <https://sqlite.org/fileformat2.html#walformat>.
//!
//! The log stays too, but for one case: when all of it was in the file already as the transaction began, writers may begin it
//! anew. Then a frame no longer carries the salt of its round, and its page is read from the file.

use std::{
    collections::HashMap,
    fs::File,
    io::{self, BufReader, Read, Seek as _, SeekFrom},
    mem::ManuallyDrop,
    path::{Path, PathBuf},
};

/// The pages of a moment. Valid as long as the transaction that it was made in.
#[derive(Debug)]
pub struct Frozen {
    /// Never closed: on POSIX systems closing any descriptor of the file would drop the locks that this process's own
    /// connections hold on it, and another program could then write over the pages.
    file: ManuallyDrop<File>,
    /// Kept open for the same reason.
    log: Option<ManuallyDrop<File>>,
    /// What the log's round is known by.
    salt: [u8; 8],
    /// Bytes of a page.
    page: usize,
    pages: u64,
    /// Pages that the log has, by number from 1, with where their frames begin in it.
    newer: HashMap<u64, u64>,
}

const LOG_HEAD: usize = 32;
const FRAME_HEAD: usize = 24;
/// Where a frame tells its salt.
const SALT: std::ops::Range<usize> = 8..16;
/// Pages that are read at once.
const AT_ONCE: u64 = 256;

impl Frozen {
    /// Takes the moment. Nobody may write meanwhile, and a reading transaction must have begun.
    pub(super) fn of(file: &Path) -> io::Result<Self> {
        let mut head = [0; 100];
        let opened = ManuallyDrop::new(File::open(file)?);
        (&*opened).read_exact(&mut head)?;
        // The value 1 stands for 65,536.
        let page = match u16::from_be_bytes([head[16], head[17]]) {
            1 => 1 << 16,
            page => usize::from(page),
        };
        if !head.starts_with(b"SQLite format 3\0") || page < 512 {
            return Err(io::Error::other(format!("{} is no SQLite file", file.display())));
        }
        let mut log = file.as_os_str().to_owned();
        log.push("-wal");
        let log = match File::open(PathBuf::from(log)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            opened => Some(ManuallyDrop::new(opened?)),
        };
        let Committed { newer, pages: committed, salt } = match &log {
            Some(log) => committed(log, page)?,
            None => Committed::default(),
        };
        let in_file = opened.metadata()?.len() / page as u64;
        let told = u64::from(word(&head, 28, true)).min(in_file);
        let pages = committed.unwrap_or(if told == 0 { in_file } else { told });
        Ok(Self { file: opened, log, salt, page, pages, newer })
    }

    /// Reads a page from the log; false where the log has begun anew.
    fn read_log(&self, number: u64, into: &mut [u8]) -> io::Result<bool> {
        let (Some(log), Some(&at)) = (&self.log, self.newer.get(&number)) else { return Ok(false) };
        let mut log: &File = log;
        log.seek(SeekFrom::Start(at + FRAME_HEAD as u64))?;
        let page_read = fills(&mut log, into)?;
        // A frame is written over from its head on: where the head is still the old one now, the page was.
        let mut head = [0; FRAME_HEAD];
        log.seek(SeekFrom::Start(at))?;
        Ok(page_read && fills(&mut log, &mut head)? && head[SALT] == self.salt)
    }

    /// How long it is, in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.pages * self.page as u64
    }

    /// Its bytes from the first to the last; to be read by one reader at a time.
    #[must_use]
    pub fn open(&self) -> Box<dyn Read + '_> {
        Box::new(Pages { of: self, next: 1, buffer: vec![], read: 0 })
    }
}

struct Pages<'a> {
    of: &'a Frozen,
    /// The first page that is not in the buffer yet.
    next: u64,
    buffer: Vec<u8>,
    /// How much of the buffer has been handed out.
    read: usize,
}

impl Pages<'_> {
    fn fill(&mut self) -> io::Result<()> {
        let (page, first) = (self.of.page, self.next);
        let count = (self.of.pages + 1 - first).min(AT_ONCE);
        self.buffer.resize(usize::try_from(count).unwrap_or(0) * page, 0);
        let mut file: &File = &self.of.file;
        file.seek(SeekFrom::Start((first - 1) * page as u64))?;
        // Pages at the end may be in the log only.
        let mut got = 0;
        while got < self.buffer.len() {
            match file.read(&mut self.buffer[got..])? {
                0 => break,
                more => got += more,
            }
        }
        let mut in_log = vec![0; page];
        for (number, bytes) in (first..).zip(self.buffer.chunks_mut(page)) {
            if self.of.read_log(number, &mut in_log)? {
                bytes.copy_from_slice(&in_log);
            } else if usize::try_from(number - first + 1).unwrap_or(0) * page > got {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
            }
        }
        (self.next, self.read) = (first + count, 0);
        Ok(())
    }
}

impl Read for Pages<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.read == self.buffer.len() {
            if self.next > self.of.pages {
                return Ok(0);
            }
            self.fill()?;
        }
        let count = into.len().min(self.buffer.len() - self.read);
        into[..count].copy_from_slice(&self.buffer[self.read..self.read + count]);
        self.read += count;
        Ok(count)
    }
}

/// What a log has that was committed: the last frame of each page, and how many pages the database had then.
#[derive(Default)]
struct Committed {
    newer: HashMap<u64, u64>,
    pages: Option<u64>,
    salt: [u8; 8],
}

/// Reads the log frame by frame.
fn committed(log: &File, page: usize) -> io::Result<Committed> {
    let (mut log, mut there) = (BufReader::with_capacity(1 << 20, log), Committed::default());
    let mut head = [0; LOG_HEAD];
    if !fills(&mut log, &mut head)? {
        return Ok(there);
    }
    // The last bit of the magic number says in which order the checksum reads bytes.
    let big = match head[..4] {
        [0x37, 0x7f, 0x06, 0x82] => false,
        [0x37, 0x7f, 0x06, 0x83] => true,
        _ => return Ok(there),
    };
    let mut sum = checksum((0, 0), &head[..24], big);
    if word(&head, 8, true) as usize != page || sum != (word(&head, 24, true), word(&head, 28, true)) {
        return Ok(there);
    }
    there.salt.copy_from_slice(&head[16..24]);
    let (mut pending, mut at) = (vec![], LOG_HEAD as u64);
    let mut frame = vec![0; FRAME_HEAD + page];
    while fills(&mut log, &mut frame)? {
        sum = checksum(checksum(sum, &frame[..8], big), &frame[FRAME_HEAD..], big);
        // Beyond this lies what an earlier round of the log has left.
        if frame[SALT] != there.salt || sum != (word(&frame, 16, true), word(&frame, 20, true)) {
            break;
        }
        pending.push((u64::from(word(&frame, 0, true)), at));
        let after = word(&frame, 4, true);
        if after != 0 {
            there.newer.extend(pending.drain(..));
            there.pages = Some(u64::from(after));
        }
        at += frame.len() as u64;
    }
    Ok(there)
}

/// Fills the whole buffer; false where the file ends before.
fn fills(file: &mut impl Read, into: &mut [u8]) -> io::Result<bool> {
    match file.read_exact(into) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        read => read.map(|()| true),
    }
}

fn word(bytes: &[u8], at: usize, big: bool) -> u32 {
    let four = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
    if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) }
}

/// The log's running checksum.
fn checksum((mut one, mut two): (u32, u32), bytes: &[u8], big: bool) -> (u32, u32) {
    for eight in bytes.chunks_exact(8) {
        one = one.wrapping_add(word(eight, 0, big)).wrapping_add(two);
        two = two.wrapping_add(word(eight, 4, big)).wrapping_add(one);
    }
    (one, two)
}
