//! A browser that tests drive: Debian's chromium through its chromedriver, which speaks WebDriver over loopback HTTP.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use ureq::Agent;

/// The key under which WebDriver hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A running chromedriver; it ends with this value.
pub(crate) struct Driver {
    child: Child,
    address: String,
}

impl Driver {
    /// Starts one, or says what is missing.
    pub(crate) fn start() -> Result<Self, String> {
        let program = std::env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
        let mut command = Command::new(&program);
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|e| format!("`{program}` cannot be started: {e}"))?;
        let out = child.stdout.take().ok_or("no output")?;
        // "ChromeDriver was started successfully on port 41234."
        let port = BufReader::new(out).lines().map_while(Result::ok).find_map(|line| {
            line.strip_suffix('.')?.rsplit_once("successfully on port ")?.1.parse::<u16>().ok()
        });
        let mut driver = Driver { child, address: String::new() };
        let port = port.ok_or_else(|| format!("`{program}` did not say on which port it listens"))?;
        driver.address = format!("http://127.0.0.1:{port}");
        // A driver without a browser is of no use.
        driver.session().map(|_| driver)
    }

    /// A new browser window.
    pub(crate) fn session(&self) -> Result<Session, String> {
        let agent: Agent = Agent::config_builder().http_status_as_error(false).proxy(None).build().into();
        let args = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--window-size=1280,900",
        ];
        let capabilities = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {"args": args},
            "goog:loggingPrefs": {"performance": "ALL", "browser": "ALL"},
        }}});
        let answer = send(agent.post(format!("{}/session", self.address)).send_json(&capabilities))?;
        let id = answer["sessionId"].as_str().ok_or("the session has no id")?.to_owned();
        Ok(Session { agent, address: format!("{}/session/{id}", self.address) })
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn send(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Value, String> {
    let mut answer = answer.map_err(|e| e.to_string())?;
    let status = answer.status();
    let body = answer.body_mut().with_config().limit(1 << 28).read_json();
    let mut body: Value = body.map_err(|e| e.to_string())?;
    match status.is_success() {
        true => Ok(body["value"].take()),
        false => Err(body["value"]["message"].as_str().unwrap_or("no message").to_owned()),
    }
}

/// One browser window; it is closed with this value.
pub(crate) struct Session {
    agent: Agent,
    address: String,
}

impl Session {
    fn post(&self, path: &str, body: &Value) -> Value {
        send(self.agent.post(format!("{}/{path}", self.address)).send_json(body))
            .unwrap_or_else(|message| panic!("{path}: {message}"))
    }

    /// Opens a file, with what follows its name in the address.
    pub(crate) fn open(&self, file: &Path, fragment: &str) {
        // Going from one fragment of a page to another would not load it again.
        self.post("url", &json!({"url": "about:blank"}));
        self.post("url", &json!({"url": format!("file://{}{fragment}", file.display())}));
    }

    /// Runs a script's body in the page and gives what it returns.
    pub(crate) fn eval(&self, script: &str) -> Value {
        self.post("execute/sync", &json!({"script": script, "args": []}))
    }

    /// Runs a script's body that calls `done` when it is.
    pub(crate) fn wait_for(&self, script: &str) -> Value {
        let script = format!("const done = arguments[arguments.length - 1];\n{script}");
        self.post("execute/async", &json!({"script": script, "args": []}))
    }

    /// A command of the DevTools protocol.
    pub(crate) fn devtools(&self, command: &str, params: &Value) -> Value {
        self.post("goog/cdp/execute", &json!({"cmd": command, "params": params}))
    }

    /// Types into whatever has the focus, as a keyboard does.
    pub(crate) fn keys(&self, keys: &str) {
        let actions: Vec<Value> = keys
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({"type": kind, "value": key})))
            .collect();
        self.post("actions", &json!({"actions": [{"type": "key", "id": "keyboard", "actions": actions}]}));
    }

    /// Clicks on the first element that a selector finds.
    pub(crate) fn click(&self, selector: &str) {
        let found = self.post("element", &json!({"using": "css selector", "value": selector}));
        let id = found[ELEMENT].as_str().expect("an element has an id");
        self.post(&format!("element/{id}/click"), &json!({}));
    }

    /// How large the window is.
    pub(crate) fn size(&self, width: u32, height: u32) {
        self.post("window/rect", &json!({"width": width, "height": height}));
    }

    /// Light or dark, screen or paper.
    pub(crate) fn media(&self, media: &str, scheme: &str) {
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.devtools("Emulation.setEmulatedMedia", &json!({"media": media, "features": features}));
    }

    /// What the console says: errors, warnings, and what a policy forbade.
    pub(crate) fn console(&self) -> Vec<String> {
        let log = self.post("se/log", &json!({"type": "browser"}));
        log.as_array().into_iter().flatten().map(|entry| entry["message"].to_string()).collect()
    }

    /// The address of every request since the last call.
    pub(crate) fn requests(&self) -> Vec<String> {
        let log = self.post("se/log", &json!({"type": "performance"}));
        let sent = log.as_array().into_iter().flatten().filter_map(|entry| {
            let entry: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            let message = &entry["message"];
            (message["method"] == "Network.requestWillBeSent")
                .then(|| message["params"]["request"]["url"].as_str().unwrap_or("?").to_owned())
        });
        sent.collect()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.agent.delete(&self.address).call();
    }
}

/// axe-core's source, where `.ci/run` puts it.
pub(crate) fn axe() -> Result<String, String> {
    let default = || Path::new(env!("CARGO_MANIFEST_DIR")).join("target/ci/node_modules/axe-core/axe.min.js");
    let path = std::env::var_os("AXE_CORE").map_or_else(default, PathBuf::from);
    std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))
}
