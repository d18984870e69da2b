<?php
// The same two pages as bench/web/web.c in PHP: head and foot are those of our own pages.
$folder = getenv('BENCH_FOLDER');
$h = fn($s) => htmlspecialchars((string)$s, ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
header('X-Content-Type-Options: nosniff');
header('Cache-Control: private, no-store');
if ($_SERVER['SCRIPT_NAME'] === '/login.php') {
	$hash = file_get_contents("$folder/login.hash");
	echo password_verify('correct horse battery', $hash) ? 'yes' : 'no';
	exit;
}
$rows = $_SERVER['SCRIPT_NAME'] === '/rows.php';
$part = $rows ? 'rows' : 'page';
include "$folder/$part-head.php";
if ($rows) {
	$db = new PDO("sqlite:$folder/data/gongkai.db", null, null,
		[PDO::ATTR_PERSISTENT => true, PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
	$q = $db->prepare('SELECT id, login, name, title, active FROM person WHERE id > ? ORDER BY id LIMIT 20');
	$q->execute([(int)($_GET['after'] ?? 0)]);
	foreach ($q as $r) {
?>
<tr><td class="gk-cell"><a href="/bench/people/<?= $h($r['id']) ?>"><?= $h($r['name']) ?></a></td><td class="gk-cell"><?= $h($r['login']) ?></td><td class="gk-cell"><?= $h($r['title']) ?></td><td class="gk-cell"><?= $r['active'] ? '在用' : '已停用' ?></td></tr>
<?php
	}
} else {
	for ($i = 1; $i <= 40; $i++) {
?>
<tr><td class="gk-cell gk-n"><?= $h($i) ?></td><td class="gk-cell"><?= $h('第 <1> 项 & "其他"信息') ?></td></tr>
<?php
	}
}
include "$folder/$part-foot.php";
